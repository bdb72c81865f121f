package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.FilterException;
import java.nio.charset.StandardCharsets;
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
    private final List<FieldDefinition> fields;
    private final Piece<C>[] pieces;
    private final FieldValue value = new FieldValue();

    /** Text, or a field where {@code field} is not null. */
    private record Piece<C>(
            byte[] text,
            @Nullable FieldDefinition field,
            @Nullable Extractor<C> extractor,
            int width) {}

    @SuppressWarnings("unchecked")
    private TextFormat(Template<C> template) {
        this.keepsMissing = template.keepsMissing();
        this.fields = template.fields().stream().map(f -> f.found().definition()).toList();
        this.pieces = template.parts().stream().map(TextFormat::piece).toArray(Piece[]::new);
    }

    private static <C> Piece<C> piece(Template.Part<C> part) {
        Template.Field<C> field = part.field();
        return field == null
                ? new Piece<>(part.text().getBytes(StandardCharsets.UTF_8), null, null, 0)
                : new Piece<>(
                        new byte[0],
                        field.found().definition(),
                        field.found().extractor(),
                        field.width());
    }

    /** Reads a format and makes it ready. */
    public static <C> TextFormat<C> compile(String format, FieldCatalogue<C> catalogue)
            throws FilterException {
        return new TextFormat<>(Template.parse(format, catalogue));
    }

    /** The fields that it writes, in order. */
    public List<FieldDefinition> fields() {
        return fields;
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
            Extractor<C> extractor = piece.extractor();
            FieldDefinition field = piece.field();
            if (extractor == null || field == null) {
                out.put(piece.text());
                continue;
            }
            int from = out.length();
            value.begin(field.type());
            if (extractor.extract(context, value)) {
                TextValues.write(field, value, out);
            } else if (keepsMissing) {
                out.put(MISSING);
            } else {
                out.truncate(start);
                return false;
            }
            if (piece.width() > 0) {
                fit(out, from, piece.width());
            }
        }
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
