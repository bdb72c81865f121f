package dev.kansoku.filter;

import dev.kansoku.filter.field.FieldValue;
import java.util.List;

/** Several tests of one value. */
final class CombinedTest extends ValueTest {
    private final Quantifier quantifier;
    private final ValueTest[] tests;

    CombinedTest(Quantifier quantifier, List<ValueTest> tests) {
        this.quantifier = quantifier;
        this.tests = tests.toArray(new ValueTest[0]);
    }

    @Override
    boolean test(FieldValue value, int index) {
        int held = 0;
        for (ValueTest test : tests) {
            held += test.test(value, index) ? 1 : 0;
        }
        return switch (quantifier) {
            case ONEOF -> held == 1;
            case ANYOF -> held > 0;
            case ALLOF -> held == tests.length;
        };
    }
}
