// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/** Counts the bytes of text that the state keeps against their limit. */
final class TextBudget {
    private final int longest;
    private final long all;
    private long used;
    private long refused;

    TextBudget(StateLimits limits) {
        longest = limits.longestText();
        all = limits.textBytes();
    }

    /** What a single text is cut to. */
    int longest() {
        return longest;
    }

    /** Whether there is room for so many more bytes; if so they are counted. */
    boolean take(int bytes) {
        if (used + bytes > all) {
            refused++;
            return false;
        }
        used += bytes;
        return true;
    }

    void giveBack(int bytes) {
        used -= bytes;
    }

    void clear() {
        used = 0;
    }

    long used() {
        return used;
    }

    /** How many texts there was no room for. */
    long refused() {
        return refused;
    }
}
