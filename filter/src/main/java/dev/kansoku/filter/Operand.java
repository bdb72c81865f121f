package dev.kansoku.filter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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

    /** A function of another operand. */
    record Call(Function function, Operand argument, Span where) implements Operand {}

    /**
     * A value as it was written, with escapes resolved. A byte that {@code \xHH} gave and that is
     * not ASCII is kept as the low surrogate {@code U+DC00 + byte}, so that no text is mistaken for
     * it; {@link #bytes} has the bytes.
     */
    record Literal(String text, Span where) implements Operand {
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

        static boolean isRawByte(String text, int at) {
            char c = text.charAt(at);
            return c >= RAW_BYTE + 0x80
                    && c <= RAW_BYTE + 0xff
                    && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
        }
    }
}
