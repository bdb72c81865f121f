package dev.kansoku.rules.output;

import dev.kansoku.rules.Priority;

/**
 * An alert in the form in which one output gets it.
 *
 * @param nanos when it happened, since the epoch
 * @param priority of the rule
 * @param rule its name
 * @param source of the event
 * @param hostname of the machine that it happened on
 * @param body the text or JSON, UTF-8, without a line's end; belongs to the message
 */
public record AlertMessage(
        long nanos, Priority priority, String rule, String source, String hostname, byte[] body) {}
