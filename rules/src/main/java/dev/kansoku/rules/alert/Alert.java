// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import dev.kansoku.rules.Priority;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a match. Immutable, so that outputs can take it on threads of their own.
 *
 * @param nanos when it happened, since the epoch
 * @param rule the name of the rule, or of what Kansoku tells of itself
 * @param priority of the rule
 * @param source of the event
 * @param hostname of the machine that it happened on
 * @param output the rule's sentence with values in place, without time and priority in front
 * @param tags of the rule
 * @param fields the values that the output names: a {@link Long} (a {@link java.math.BigInteger}
 *     where that is too small), a {@link Double}, a {@link Boolean}, a {@link String}, a list of
 *     these, or null where the event has none, in the order of the output
 * @param why how it came to it, or null where the rule does not ask
 */
public record Alert(
        long nanos,
        String rule,
        Priority priority,
        String source,
        String hostname,
        String output,
        List<String> tags,
        SequencedMap<String, @Nullable Object> fields,
        @Nullable Why why) {
    public Alert {
        tags = List.copyOf(tags);
    }

    /** An alert that does not say how it came to it. */
    public Alert(
            long nanos,
            String rule,
            Priority priority,
            String source,
            String hostname,
            String output,
            List<String> tags,
            SequencedMap<String, @Nullable Object> fields) {
        this(nanos, rule, priority, source, hostname, output, tags, fields, null);
    }

    /** The same, saying how it came to it. */
    public Alert withWhy(Why other) {
        return new Alert(nanos, rule, priority, source, hostname, output, tags, fields, other);
    }
}
