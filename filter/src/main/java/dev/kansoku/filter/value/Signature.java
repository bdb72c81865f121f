// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.filter.field.FieldType;

/** What a function makes of its arguments, or what is wrong with them. */
public sealed interface Signature {
    /**
     * What it gives.
     *
     * @param list whether it may have several values, or none
     */
    record Gives(FieldType type, boolean list) implements Signature {}

    /**
     * It does not take these arguments.
     *
     * @param message which it takes, such as {@code join() takes a separator and a list}
     */
    record Wrong(String message) implements Signature {}
}
