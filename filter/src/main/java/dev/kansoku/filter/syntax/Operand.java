// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands on one side of an operator. */
public sealed interface Operand {
    Span where();

    /**
     * A field as it was written.
     *
     * @param name with everything up to the bracket: which part is the field and which the argument
     *     is for the catalogue to say
     * @param argument what stood in brackets, or null
     */
    record FieldReference(String name, @Nullable String argument, Span where) implements Operand {}

    /** The name of a list of values that is written elsewhere, as rule files have them. */
    record Name(String name, Span where) implements Operand {}

    /** A function of other operands. */
    record Call(Function function, List<Operand> arguments, Span where) implements Operand {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** A list that a function takes, as the pieces that {@code join} puts together. */
    record Sequence(List<Operand> items, Span where) implements Operand {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Parts of a value, one behind the other. */
    record Slice(Operand of, List<Range> ranges, Span where) implements Operand {
        public Slice {
            ranges = List.copyOf(ranges);
        }

        /**
         * Bytes of a value.
         *
         * @param from the first; counted from the end where negative
         * @param length how many, or {@link #TO_END}
         */
        public record Range(int from, int length) {
            /** Everything from the first on. */
            public static final int TO_END = -1;
        }
    }

    /** Two numbers make another. */
    record Arithmetic(Calculation calculation, Operand left, Operand right, Span where)
            implements Operand {}

    /** All values between two, both of them included; only in the list of {@code in}. */
    record Interval(Operand from, Operand to, Span where) implements Operand {}

    /**
     * A value as it was written, with escapes resolved. A byte that {@code \xHH} gave and that is
     * not ASCII is kept as the low surrogate {@code U+DC00 + byte}, so that no text is mistaken for
     * it; {@link #bytes} has the bytes.
     */
    record Literal(String text, Form form, Span where) implements Operand {
        /** How it was written. */
        public enum Form {
            BARE,
            QUOTED,
            /** One character in single quotes, in Wireshark's dialect: its number. */
            CHARACTER
        }

        /** The first of the characters that stand for single bytes. */
        static final char RAW_BYTE = 0xDC00;

        /** The value in UTF-8, raw bytes as they are. */
        public byte[] bytes() {
            ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
            int plain = 0;
            for (int i = 0; i < text.length(); i++) {
                if (isRawByte(text, i)) {
                    out.writeBytes(text.substring(plain, i).getBytes(StandardCharsets.UTF_8));
                    out.write(text.charAt(i) - RAW_BYTE);
                    plain = i + 1;
                }
            }
            out.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
            return out.toByteArray();
        }

        /** The text of a literal that stands for these bytes: the inverse of {@link #bytes}. */
        public static String text(byte[] bytes) {
            String whole = new String(bytes, StandardCharsets.UTF_8);
            if (Arrays.equals(whole.getBytes(StandardCharsets.UTF_8), bytes)) {
                return whole;
            }
            StringBuilder text = new StringBuilder(bytes.length);
            for (byte b : bytes) {
                text.append((char) (b >= 0 ? b : RAW_BYTE + (b & 0xff)));
            }
            return text.toString();
        }

        static boolean isRawByte(String text, int at) {
            char c = text.charAt(at);
            return c >= RAW_BYTE + 0x80
                    && c <= RAW_BYTE + 0xff
                    && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
        }
    }
}
