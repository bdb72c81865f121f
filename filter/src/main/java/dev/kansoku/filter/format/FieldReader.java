// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.filter.ShownOperand;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Operand;
import dev.kansoku.filter.syntax.Span;
import dev.kansoku.filter.syntax.SysdigParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a format where they stand: {@code proc.name}, {@code evt.arg[flags]}, {@code
 * toupper(basename(fd.name))}.
 *
 * @param <C> what values are taken from
 */
final class FieldReader<C> {
    private final String text;
    private final FieldCatalogue<C> catalogue;
    private final FieldCatalogue<C> textual;
    private int at;

    /**
     * @param text the whole format
     * @param textual where the fields inside of functions are taken from, which are given text even
     *     where {@code catalogue} has numbers
     */
    FieldReader(String text, FieldCatalogue<C> catalogue, FieldCatalogue<C> textual) {
        this.text = text;
        this.catalogue = catalogue;
        this.textual = textual;
    }

    /** Behind what was read last. */
    int position() {
        return at;
    }

    /**
     * The field that begins at {@code start}. Text may follow it without a blank, as in {@code
     * %proc.name-%proc.pid}: it is the longest name that is a field.
     */
    FormatField<C> longest(int start) throws FilterException {
        int end = nameEnd(start);
        if (end == start) {
            throw error("expected a field after %", "%% is a percent sign", start, start);
        }
        return isEnclosed(start, end) ? enclosed(start) : longest(start, end);
    }

    /** The field that begins at {@code start}, whose name is all that could belong to a name. */
    FormatField<C> whole(int start) throws FilterException {
        int end = nameEnd(start);
        if (end == start) {
            throw error("expected a field", null, start, start);
        }
        return isEnclosed(start, end) ? enclosed(start) : plain(start, end);
    }

    /** Whether an argument in brackets follows, or the name is that of a function. */
    private boolean isEnclosed(int start, int end) {
        if (end >= text.length()) {
            return false;
        }
        char next = text.charAt(end);
        return next == '[' || (next == '(' && text.substring(start, end).indexOf('.') < 0);
    }

    private FormatField<C> enclosed(int start) throws FilterException {
        Operand operand = SysdigParser.operand(text, start);
        return field(operand, operand instanceof Operand.FieldReference ? catalogue : textual);
    }

    private FormatField<C> longest(int start, int nameEnd) throws FilterException {
        FilterException first = null;
        for (int end = nameEnd; end > start; end = jointBefore(start, end)) {
            try {
                return plain(start, end);
            } catch (FilterException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? error("expected a field after %", null, start, start) : first;
    }

    private FormatField<C> plain(int start, int end) throws FilterException {
        Span where = new Span(start, end);
        return field(
                new Operand.FieldReference(text.substring(start, end), null, where), catalogue);
    }

    private FormatField<C> field(Operand operand, FieldCatalogue<C> from) throws FilterException {
        ShownOperand<C> shown = ShownOperand.of(operand, text, from);
        at = operand.where().to();
        return new FormatField<>(
                text.substring(operand.where().from(), at), shown.definition(), shown.extractor());
    }

    /** Where the name that begins at {@code start} ends; not with a dot or a dash. */
    private int nameEnd(int start) {
        int end = start;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        while (end > start && isJoint(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private int jointBefore(int start, int end) {
        int joint = end - 1;
        while (joint > start && !isJoint(text.charAt(joint))) {
            joint--;
        }
        return joint;
    }

    private static boolean isJoint(char c) {
        return c == '.' || c == '-';
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || isJoint(c);
    }

    private FilterException error(String message, @Nullable String hint, int from, int to) {
        return new FilterException(message, hint, text, new Span(from, Math.max(to, from + 1)));
    }
}
