// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.Quantifier;
import java.util.List;

/** Several tests of one value. */
public final class CombinedPredicate extends ValuePredicate {
    private final Quantifier quantifier;
    private final ValuePredicate[] tests;

    public CombinedPredicate(Quantifier quantifier, List<ValuePredicate> tests) {
        this.quantifier = quantifier;
        this.tests = tests.toArray(new ValuePredicate[0]);
    }

    @Override
    public boolean test(FieldValue value, int index) {
        int held = 0;
        for (ValuePredicate test : tests) {
            held += test.test(value, index) ? 1 : 0;
        }
        return switch (quantifier) {
            case ONEOF -> held == 1;
            case ANYOF -> held > 0;
            case ALLOF -> held == tests.length;
        };
    }
}
