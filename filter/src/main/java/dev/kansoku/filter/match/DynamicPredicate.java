// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A test of a value whose type is known only with the event: one test for each type that the
 * literals can be read as. A value of another type does not pass.
 */
public final class DynamicPredicate extends ValuePredicate {
    private final @Nullable ValuePredicate[] byType =
            new @Nullable ValuePredicate[FieldType.values().length];

    public DynamicPredicate(Map<FieldType, ValuePredicate> tests) {
        new EnumMap<>(tests).forEach((type, test) -> byType[type.ordinal()] = test);
    }

    @Override
    public boolean test(FieldValue value, int index) {
        ValuePredicate test = byType[value.type().ordinal()];
        return test != null && test.test(value, index);
    }
}
