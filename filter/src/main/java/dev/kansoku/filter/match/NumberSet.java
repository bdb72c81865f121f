// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldValue;

/** Membership in a set of whole numbers: a hash table with open addressing, at most half full. */
final class NumberSet extends NumberPredicate {
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final long[] slots;
    private final boolean[] used;
    private final int shift;

    NumberSet(long[] members) {
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(2, members.length * 2L - 1));
        this.slots = new long[1 << bits];
        this.used = new boolean[slots.length];
        this.shift = 64 - bits;
        for (long member : members) {
            int i = slot(member);
            used[i] = true;
            slots[i] = member;
        }
    }

    @Override
    public boolean test(FieldValue value, int index) {
        return used[slot(value.numberAt(index))];
    }

    /** Where a number is, or where it would be. */
    private int slot(long number) {
        int i = (int) (number * MULTIPLIER >>> shift);
        while (used[i] && slots[i] != number) {
            i = (i + 1) & (slots.length - 1);
        }
        return i;
    }
}
