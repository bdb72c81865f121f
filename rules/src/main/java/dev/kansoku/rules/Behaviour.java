// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

import org.jspecify.annotations.Nullable;

/**
 * What a rule does beyond telling of each event that it matches.
 *
 * @param sequence what has to happen in order, or null
 * @param threshold how many matches make an alert, or null for each
 * @param suppression for how long equal alerts are counted and not told, or null
 * @param why whether its alerts say what the process had done before
 * @param capture what is recorded around a match, or null
 * @param step whether it is no rule of its own but a part of one
 */
public record Behaviour(
        @Nullable Sequence sequence,
        @Nullable Threshold threshold,
        @Nullable Suppression suppression,
        boolean why,
        @Nullable RuleCapture capture,
        boolean step) {
    /** Of a rule that tells of each event that it matches and does nothing else. */
    public static final Behaviour NONE = new Behaviour(null, null, null, false, null, false);

    /** Of what is only a part of a rule. */
    public static final Behaviour STEP = new Behaviour(null, null, null, false, null, true);

    /**
     * Whether a match is only counted at first: it is told of later if at all, so it keeps no other
     * rule from being told of where the first alone is.
     */
    public boolean looksOn() {
        return step || sequence != null || threshold != null;
    }
}
