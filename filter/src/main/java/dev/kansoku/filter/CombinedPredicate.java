package dev.kansoku.filter;

import dev.kansoku.filter.field.FieldValue;
import java.util.List;

/** Several tests of one value. */
final class CombinedPredicate extends ValuePredicate {
    private final Quantifier quantifier;
    private final ValuePredicate[] tests;

    CombinedPredicate(Quantifier quantifier, List<ValuePredicate> tests) {
        this.quantifier = quantifier;
        this.tests = tests.toArray(new ValuePredicate[0]);
    }

    @Override
    boolean test(FieldValue value, int index) {
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
