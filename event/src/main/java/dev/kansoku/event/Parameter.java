// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import org.jspecify.annotations.Nullable;

/**
 * One parameter of an event type.
 *
 * @param name as shown in {@code evt.args}, such as {@code flags}
 * @param type how its bytes are read
 * @param format how a number is printed
 * @param symbols the name of the table its values have symbols in (see {@link Symbols}), or null
 * @param dirfd for a path relative to a dirfd: the index of the dirfd parameter in the same event,
 *     else -1
 */
public record Parameter(
        String name, ParameterType type, Format format, @Nullable String symbols, int dirfd) {
    /** How a number is printed. */
    public enum Format {
        DECIMAL,
        HEXADECIMAL,
        OCTAL
    }
}
