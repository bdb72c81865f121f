package dev.kansoku.filter;

import dev.kansoku.filter.field.FieldValue;

/** Whether one of a field's values passes. Made once for a check, used by one thread. */
abstract class ValuePredicate {
    abstract boolean test(FieldValue value, int index);
}
