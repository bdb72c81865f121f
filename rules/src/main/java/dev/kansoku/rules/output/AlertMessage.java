// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import dev.kansoku.rules.Priority;

/**
 * An alert in the form in which one output gets it. Immutable as long as nobody writes to the body.
 */
public final class AlertMessage {
    private final long nanos;
    private final Priority priority;
    private final String rule;
    private final String source;
    private final String hostname;
    private final byte[] body;

    /**
     * @param nanos when it happened, since the epoch
     * @param priority of the rule
     * @param rule its name
     * @param source of the event
     * @param hostname of the machine that it happened on
     * @param body the text or JSON, UTF-8, without a line's end; belongs to the message
     */
    public AlertMessage(
            long nanos,
            Priority priority,
            String rule,
            String source,
            String hostname,
            byte[] body) {
        this.nanos = nanos;
        this.priority = priority;
        this.rule = rule;
        this.source = source;
        this.hostname = hostname;
        this.body = body;
    }

    /** When it happened, since the epoch. */
    public long nanos() {
        return nanos;
    }

    public Priority priority() {
        return priority;
    }

    /** The name of the rule. */
    public String rule() {
        return rule;
    }

    /** Of the event. */
    public String source() {
        return source;
    }

    /** Of the machine that it happened on. */
    public String hostname() {
        return hostname;
    }

    /** The text or JSON, UTF-8, without a line's end; not to be written to. */
    public byte[] body() {
        return body;
    }
}
