// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A format as it was read: text and fields in turn.
 *
 * <p>{@code %field}, {@code %20field} for exactly 20 characters, {@code %field[argument]}, {@code
 * %function(field)}; {@code \n}, {@code \t}, {@code \e}, {@code \\}, {@code %%}; everything else
 * stands for itself. With a {@code *} in front, a line is written even where a field is missing.
 *
 * @param <C> what field values are taken from
 * @param keepsMissing whether there was a {@code *} in front
 * @param parts in the order in which they are written
 */
record Template<C>(boolean keepsMissing, List<Part<C>> parts) {
    /** The widest column; more would only be a way to fill memory. */
    private static final int WIDEST = 4096;

    /**
     * Text, or a field where {@code field} is not null.
     *
     * @param width how many characters the field takes, or 0 for as many as it has
     */
    record Part<C>(String text, @Nullable FormatField<C> field, int width) {}

    /**
     * Reads a format.
     *
     * @param textual where the fields inside of functions are taken from
     */
    static <C> Template<C> parse(
            String text, FieldCatalogue<C> catalogue, FieldCatalogue<C> textual)
            throws FilterException {
        return new Parser<>(text, catalogue, textual).parse();
    }

    List<FormatField<C>> fields() {
        List<FormatField<C>> fields = new ArrayList<>();
        for (Part<C> part : parts) {
            FormatField<C> field = part.field();
            if (field != null) {
                fields.add(field);
            }
        }
        return fields;
    }

    /** Reads one format. */
    private static final class Parser<C> {
        private final String text;
        private final FieldReader<C> reader;
        private final List<Part<C>> parts = new ArrayList<>();
        private final StringBuilder plain = new StringBuilder();
        private int at;

        Parser(String text, FieldCatalogue<C> catalogue, FieldCatalogue<C> textual) {
            this.text = text;
            this.reader = new FieldReader<>(text, catalogue, textual);
        }

        Template<C> parse() throws FilterException {
            boolean keepsMissing = text.startsWith("*");
            at = keepsMissing ? 1 : 0;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '\\' && at < text.length()) {
                    escape(text.charAt(at++));
                } else if (c == '%' && at < text.length() && text.charAt(at) == '%') {
                    plain.append(text.charAt(at++));
                } else if (c == '%') {
                    endPlain();
                    field();
                } else {
                    plain.append(c);
                }
            }
            endPlain();
            return new Template<>(keepsMissing, List.copyOf(parts));
        }

        private void escape(char c) {
            switch (c) {
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 'e' -> plain.append('\u001b');
                case '\\' -> plain.append('\\');
                default -> plain.append('\\').append(c);
            }
        }

        private void endPlain() {
            if (!plain.isEmpty()) {
                parts.add(new Part<>(plain.toString(), null, 0));
                plain.setLength(0);
            }
        }

        private void field() throws FilterException {
            int start = at - 1;
            int width = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                width = width * 10 + text.charAt(at++) - '0';
                if (width > WIDEST) {
                    throw new FilterException(
                            "wider than " + WIDEST, null, text, new Span(start, at));
                }
            }
            FormatField<C> field = reader.longest(at);
            at = reader.position();
            parts.add(new Part<>("", field, width));
        }
    }
}
