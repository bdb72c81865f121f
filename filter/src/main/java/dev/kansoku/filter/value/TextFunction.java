// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.match.Base64Text;
import dev.kansoku.filter.match.BytesPredicate;
import dev.kansoku.filter.syntax.Function;

/** Makes another text of each of an argument's. */
final class TextFunction<C> implements Extractor<C> {
    private final Function function;
    private final Taken<C> taken;
    private final ComposedValues made = new ComposedValues();

    TextFunction(Function function, Taken<C> taken) {
        this.function = function;
        this.taken = taken;
    }

    @Override
    public boolean extract(C context, FieldValue out) {
        if (!taken.take(context)) {
            return false;
        }
        FieldValue value = taken.value();
        made.clear();
        for (int i = 0; i < value.size(); i++) {
            byte[] bytes = value.bytes(i);
            int offset = value.offset(i);
            int length = value.length(i);
            switch (function) {
                case BASENAME -> baseName(bytes, offset, length, out);
                case B64 -> {
                    if (!Base64Text.decode(bytes, offset, length, made.text())) {
                        return false;
                    }
                    made.end();
                }
                case TOLOWER -> {
                    lower(bytes, offset, length, made.text());
                    made.end();
                }
                default -> {
                    upper(bytes, offset, length, made.text());
                    made.end();
                }
            }
        }
        made.addTo(out);
        return true;
    }

    private static void lower(byte[] bytes, int offset, int length, TextBuffer out) {
        for (int i = offset; i < offset + length; i++) {
            out.put(BytesPredicate.lower(bytes[i]));
        }
    }

    private static void upper(byte[] bytes, int offset, int length, TextBuffer out) {
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            out.put(b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b);
        }
    }

    private static void baseName(byte[] bytes, int offset, int length, FieldValue out) {
        int from = offset + length;
        while (from > offset && bytes[from - 1] != '/') {
            from--;
        }
        out.bytes(bytes, from, offset + length - from);
    }
}
