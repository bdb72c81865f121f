// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldValue;

/** Holds where another does not. */
final class NegatedPredicate extends ValuePredicate {
    private final ValuePredicate predicate;

    NegatedPredicate(ValuePredicate predicate) {
        this.predicate = predicate;
    }

    @Override
    public boolean test(FieldValue value, int index) {
        return !predicate.test(value, index);
    }
}
