// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.FilterException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A format such as {@code *%evt.num %proc.name}, made ready to write events as text. {@link
 * TextValues} says how values look. Allocates nothing per event; belongs to one thread.
 *
 * @param <C> what field values are taken from
 */
public final class TextFormat<C> {
    private static final byte[] MISSING = "<NA>".getBytes(StandardCharsets.US_ASCII);

    private final boolean keepsMissing;
    private final Piece<C>[] pieces;
    private final byte[] tail;
    private final @Nullable FieldEdit edit;
    private final FieldValue value = new FieldValue();

    /**
     * A field with what stands before it.
     *
     * @param before the text since the field before
     * @param width how many characters the field takes, or 0 for as many as it has
     */
    private record Piece<C>(
            byte[] before,
            Extractor<C> extractor,
            FieldType type,
            boolean list,
            ValueWriter writer,
            int width) {}

    @SuppressWarnings("unchecked")
    private TextFormat(Template<C> template, boolean lines, @Nullable FieldEdit edit) {
        this.edit = edit;
        this.keepsMissing = template.keepsMissing();
        List<Piece<C>> made = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        for (Template.Part<C> part : template.parts()) {
            before.append(part.text());
            FormatField<C> field = part.field();
            if (field != null) {
                made.add(piece(before.toString(), field, part.width(), lines));
                before.setLength(0);
            }
        }
        this.pieces = made.toArray(Piece[]::new);
        this.tail = before.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static <C> Piece<C> piece(
            String before, FormatField<C> field, int width, boolean lines) {
        FieldDefinition definition = field.definition();
        return new Piece<>(
                before.getBytes(StandardCharsets.UTF_8),
                field.extractor(),
                definition.type(),
                definition.list(),
                lines && definition.type() == FieldType.TEXT
                        ? TextValues::lines
                        : TextValues.writer(definition.type(), definition.format()),
                width);
    }

    /** Reads a format and makes it ready. */
    public static <C> TextFormat<C> compile(String format, FieldCatalogue<C> catalogue)
            throws FilterException {
        return new TextFormat<>(Template.parse(format, catalogue, catalogue), false, null);
    }

    /** The same, with something done to the text of each field that is there. */
    public static <C> TextFormat<C> compile(
            String format, FieldCatalogue<C> catalogue, FieldEdit edit) throws FilterException {
        return new TextFormat<>(Template.parse(format, catalogue, catalogue), false, edit);
    }

    /** The same, but text keeps its line ends and tabs: for bytes that are shown on lines. */
    public static <C> TextFormat<C> compileLines(String format, FieldCatalogue<C> catalogue)
            throws FilterException {
        return new TextFormat<>(Template.parse(format, catalogue, catalogue), true, null);
    }

    /**
     * Writes one event, without a newline at its end.
     *
     * @return false where a field is missing and the format has no {@code *} in front: nothing was
     *     written
     */
    public boolean write(C context, TextBuffer out) {
        int start = out.length();
        for (Piece<C> piece : pieces) {
            out.put(piece.before);
            int from = out.length();
            value.begin(piece.type);
            if (piece.extractor.extract(context, value)) {
                if (piece.list) {
                    TextValues.list(piece.writer, value, out);
                } else if (value.size() > 0) {
                    piece.writer.write(value, 0, out);
                }
                if (edit != null) {
                    edit.edit(out, from);
                }
            } else if (keepsMissing) {
                out.put(MISSING);
            } else {
                out.truncate(start);
                return false;
            }
            if (piece.width > 0) {
                fit(out, from, piece.width);
            }
        }
        out.put(tail);
        return true;
    }

    /** Makes what was written since {@code from} exactly {@code width} characters wide. */
    private static void fit(TextBuffer out, int from, int width) {
        byte[] bytes = out.bytes();
        int characters = 0;
        for (int i = from; i < out.length(); i++) {
            boolean continues = (bytes[i] & 0xc0) == 0x80;
            if (!continues && characters++ == width) {
                out.truncate(i);
                return;
            }
        }
        for (; characters < width; characters++) {
            out.put(' ');
        }
    }
}
