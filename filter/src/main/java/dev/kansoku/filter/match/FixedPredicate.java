// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldValue;

/** Gives the same answer whatever the value is. */
final class FixedPredicate extends ValuePredicate {
    private final boolean holds;

    FixedPredicate(boolean holds) {
        this.holds = holds;
    }

    @Override
    public boolean test(FieldValue value, int index) {
        return holds;
    }
}
