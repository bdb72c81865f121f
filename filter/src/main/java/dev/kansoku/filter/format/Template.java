package dev.kansoku.filter.format;

import dev.kansoku.filter.FieldFinder;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Operand;
import dev.kansoku.filter.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A format as it was read: text and fields in turn.
 *
 * <p>{@code %field}, {@code %20field} for exactly 20 characters, {@code %field[argument]}; {@code
 * \n}, {@code \t}, {@code \e}, {@code \\}, {@code %%}; everything else stands for itself. With a
 * {@code *} in front, a line is written even where a field is missing.
 *
 * @param <C> what field values are taken from
 * @param keepsMissing whether there was a {@code *} in front
 * @param parts in the order in which they are written
 */
record Template<C>(boolean keepsMissing, List<Part<C>> parts) {
    /** The widest column; more would only be a way to fill memory. */
    private static final int WIDEST = 4096;

    /** Text, or a field where {@code field} is not null. */
    record Part<C>(String text, @Nullable Field<C> field) {}

    /**
     * @param written the field as it stands in the format, without width: the key in JSON
     * @param width how many characters it takes, or 0 for as many as it has
     */
    record Field<C>(String written, int width, FieldFinder.Found<C> found) {}

    static <C> Template<C> parse(String text, FieldCatalogue<C> catalogue) throws FilterException {
        return new Parser<>(text, catalogue).parse();
    }

    List<Field<C>> fields() {
        List<Field<C>> fields = new ArrayList<>();
        for (Part<C> part : parts) {
            Field<C> field = part.field();
            if (field != null) {
                fields.add(field);
            }
        }
        return fields;
    }

    /** Reads one format. */
    private static final class Parser<C> {
        private final String text;
        private final FieldFinder<C> finder;
        private final List<Part<C>> parts = new ArrayList<>();
        private final StringBuilder plain = new StringBuilder();
        private int at;

        Parser(String text, FieldCatalogue<C> catalogue) {
            this.text = text;
            this.finder = new FieldFinder<>(catalogue, text);
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
                    parts.add(new Part<>("", field(at - 1)));
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
                parts.add(new Part<>(plain.toString(), null));
                plain.setLength(0);
            }
        }

        private Field<C> field(int start) throws FilterException {
            int width = 0;
            while (at < text.length() && isDigit(text.charAt(at))) {
                width = width * 10 + text.charAt(at++) - '0';
                if (width > WIDEST) {
                    throw error("wider than " + WIDEST, null, start, at);
                }
            }
            int nameStart = at;
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
            while (at > nameStart && isJoint(text.charAt(at - 1))) {
                at--;
            }
            if (at == nameStart) {
                throw error("expected a field after %", "%% is a percent sign", start, at);
            }
            if (at < text.length() && text.charAt(at) == '[') {
                return bracketed(nameStart, width);
            }
            FieldFinder.Found<C> found = longest(nameStart);
            return new Field<>(text.substring(nameStart, at), width, found);
        }

        private Field<C> bracketed(int nameStart, int width) throws FilterException {
            int close = text.indexOf(']', at);
            if (close < 0) {
                throw error("expected ] for the [", null, at, text.length());
            }
            String name = text.substring(nameStart, at);
            String argument = text.substring(at + 1, close);
            at = close + 1;
            if (argument.isEmpty()) {
                throw error("expected an argument between the brackets", null, close, close + 1);
            }
            Span where = new Span(nameStart, at);
            return new Field<>(
                    text.substring(nameStart, at),
                    width,
                    finder.find(new Operand.FieldReference(name, argument, where)));
        }

        /**
         * The field that the name begins with: text may follow it without a blank, as in {@code
         * %proc.name-%proc.pid}. Moves back to its end.
         */
        private FieldFinder.Found<C> longest(int nameStart) throws FilterException {
            FilterException first = null;
            for (int end = at; end > nameStart; end = jointBefore(nameStart, end)) {
                try {
                    FieldFinder.Found<C> found =
                            finder.find(
                                    new Operand.FieldReference(
                                            text.substring(nameStart, end),
                                            null,
                                            new Span(nameStart, end)));
                    at = end;
                    return found;
                } catch (FilterException e) {
                    first = first == null ? e : first;
                }
            }
            throw first == null
                    ? error("expected a field after %", null, nameStart, nameStart + 1)
                    : first;
        }

        private int jointBefore(int start, int end) {
            int joint = end - 1;
            while (joint > start && !isJoint(text.charAt(joint))) {
                joint--;
            }
            return joint;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private static boolean isJoint(char c) {
            return c == '.' || c == '-';
        }

        private static boolean isNamePart(char c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || isDigit(c)
                    || c == '_'
                    || isJoint(c);
        }

        private FilterException error(String message, @Nullable String hint, int from, int to) {
            return new FilterException(message, hint, text, new Span(from, Math.max(to, from + 1)));
        }
    }
}
