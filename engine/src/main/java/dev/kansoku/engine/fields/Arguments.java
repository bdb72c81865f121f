// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.filter.field.FieldArgumentException;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of fields. */
final class Arguments {
    private Arguments() {}

    /** A number that is not negative. */
    static long number(String field, @Nullable String argument) throws FieldArgumentException {
        if (argument == null || !isNumber(argument)) {
            throw new FieldArgumentException(field + " takes a number, not \"" + argument + "\"");
        }
        try {
            return Long.parseLong(argument);
        } catch (NumberFormatException e) {
            throw new FieldArgumentException(field + ": " + argument + " is too large");
        }
    }

    /** What to say where an argument is none of those that a field knows. */
    static FieldArgumentException oneOf(String field, String argument, String known) {
        return new FieldArgumentException(field + " knows " + known + ", not \"" + argument + "\"");
    }

    static boolean isNumber(String argument) {
        return !argument.isEmpty() && argument.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
