// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.filter.field.Extractor;

/** Gives a value that does not depend on the event. */
public final class ConstantExtractor {
    private ConstantExtractor() {}

    /** Gives bytes, which nobody may change afterwards. */
    public static <C> Extractor<C> text(byte[] text) {
        return (_, out) -> {
            out.bytes(text);
            return true;
        };
    }

    public static <C> Extractor<C> number(long number) {
        return (_, out) -> {
            out.number(number);
            return true;
        };
    }
}
