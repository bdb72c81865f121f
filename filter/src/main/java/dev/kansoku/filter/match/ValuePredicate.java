// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import dev.kansoku.filter.field.FieldValue;

/** Whether one of a field's values passes. Made once for a check, used by one thread. */
public abstract class ValuePredicate {
    public abstract boolean test(FieldValue value, int index);
}
