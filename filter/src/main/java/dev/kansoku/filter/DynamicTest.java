package dev.kansoku.filter;

import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A test of a value whose type is known only with the event: one test for each type that the
 * literals can be read as. A value of another type does not pass.
 */
final class DynamicTest extends ValueTest {
    private final @Nullable ValueTest[] byType = new @Nullable ValueTest[FieldType.values().length];

    DynamicTest(Map<FieldType, ValueTest> tests) {
        new EnumMap<>(tests).forEach((type, test) -> byType[type.ordinal()] = test);
    }

    @Override
    boolean test(FieldValue value, int index) {
        ValueTest test = byType[value.type().ordinal()];
        return test != null && test.test(value, index);
    }
}
