// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule does not apply to.
 *
 * @param fields or null where only values are appended
 * @param comparisons or null where they are left to the default
 * @param values one for each thing that is excepted
 */
record ExceptionItem(
        Context context,
        String name,
        @Nullable Entry fields,
        @Nullable Entry comparisons,
        List<Entry> values) {
    /** A text, or several. */
    sealed interface Entry {
        record One(Scalar text) implements Entry {}

        record Several(Context context, List<Entry> entries) implements Entry {}
    }
}
