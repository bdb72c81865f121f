// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a correlator does what is not the rules' own matter.
 *
 * @param limits of what it remembers
 * @param dedupNanos for how long equal alerts of rules that do not say it are counted and not told,
 *     0 for never
 * @param memory what processes did lately, or null where no alert says why
 * @param why whether alerts of all rules say why
 * @param mask takes the secrets out of a text
 * @param recorder records around matches, or null where nothing is recorded
 */
public record CorrelationOptions(
        CorrelationLimits limits,
        long dedupNanos,
        @Nullable RecentEvents memory,
        boolean why,
        UnaryOperator<String> mask,
        @Nullable MatchRecorder recorder) {
    /** Rules are taken at their word, and nothing is recorded. */
    public static final CorrelationOptions USUAL =
            new CorrelationOptions(
                    CorrelationLimits.DEFAULT, 0, null, false, UnaryOperator.identity(), null);

    public CorrelationOptions withLimits(CorrelationLimits other) {
        return new CorrelationOptions(other, dedupNanos, memory, why, mask, recorder);
    }

    public CorrelationOptions withDedup(long nanos) {
        return new CorrelationOptions(limits, nanos, memory, why, mask, recorder);
    }

    /** Alerts say why, those of all rules if so asked. */
    public CorrelationOptions withMemory(
            @Nullable RecentEvents other, boolean ofAll, UnaryOperator<String> secrets) {
        return new CorrelationOptions(limits, dedupNanos, other, ofAll, secrets, recorder);
    }

    public CorrelationOptions withRecorder(@Nullable MatchRecorder other) {
        return new CorrelationOptions(limits, dedupNanos, memory, why, mask, other);
    }
}
