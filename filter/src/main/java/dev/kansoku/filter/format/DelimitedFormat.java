// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of fields such as {@code evt.num,proc.aname[2],tolower(fd.name)}, made ready to write
 * events as rows of a table, as CSV or as TSV. Values are typed as in JSON: numbers and booleans
 * bare, times in nanoseconds, a list as a JSON array; a missing value is an empty cell. {@link
 * CsvCells} and {@link TsvCells} say how text looks. Allocates nothing per event, but for the text
 * of a real number; belongs to one thread.
 *
 * @param <C> what field values are taken from
 */
public final class DelimitedFormat<C> {
    private final Cells cells;
    private final Column<C>[] columns;
    private final FieldValue value = new FieldValue();

    private record Column<C>(
            String name,
            Extractor<C> extractor,
            FieldType type,
            boolean list,
            ValueWriter writer) {}

    @SuppressWarnings("unchecked")
    private DelimitedFormat(Cells cells, List<FormatField<C>> fields) {
        this.cells = cells;
        this.columns = fields.stream().map(field -> column(field, cells)).toArray(Column[]::new);
    }

    private static <C> Column<C> column(FormatField<C> field, Cells cells) {
        FieldDefinition definition = field.definition();
        FieldType type = definition.type();
        return new Column<>(
                field.written(),
                field.extractor(),
                type,
                definition.list(),
                definition.list()
                        ? JsonValues.writer(type, definition.format())
                        : cells.writer(type, definition.format()));
    }

    /**
     * Reads a list of fields for CSV (RFC 4180, with lines that end in a newline alone).
     *
     * @param typed where fields are taken from
     * @param textual where fields inside of functions are taken from, which want text
     */
    public static <C> DelimitedFormat<C> csv(
            String fields, FieldCatalogue<C> typed, FieldCatalogue<C> textual)
            throws FilterException {
        return new DelimitedFormat<>(new CsvCells(), fields(fields, typed, textual));
    }

    /**
     * Reads a list of fields for tab-separated values.
     *
     * @param typed where fields are taken from
     * @param textual where fields inside of functions are taken from, which want text
     */
    public static <C> DelimitedFormat<C> tsv(
            String fields, FieldCatalogue<C> typed, FieldCatalogue<C> textual)
            throws FilterException {
        return new DelimitedFormat<>(new TsvCells(), fields(fields, typed, textual));
    }

    private static <C> List<FormatField<C>> fields(
            String text, FieldCatalogue<C> typed, FieldCatalogue<C> textual)
            throws FilterException {
        FieldReader<C> reader = new FieldReader<>(text, typed, textual);
        List<FormatField<C>> fields = new ArrayList<>();
        int at = 0;
        do {
            at = fields.isEmpty() ? at : at + 1;
            fields.add(reader.whole(afterBlanks(text, at)));
            at = afterBlanks(text, reader.position());
            if (at < text.length() && text.charAt(at) != ',') {
                throw new FilterException(
                        "expected a comma between fields", null, text, new Span(at, at + 1));
            }
        } while (at < text.length());
        return fields;
    }

    private static int afterBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    /** Writes the line of names, as they were written, without a newline at its end. */
    public void header(TextBuffer out) {
        for (int i = 0; i < columns.length; i++) {
            if (i > 0) {
                out.put(cells.delimiter());
            }
            byte[] name = columns[i].name.getBytes(StandardCharsets.UTF_8);
            cells.text(name, 0, name.length, out);
        }
    }

    /** Writes one event, without a newline at its end. */
    public void write(C context, TextBuffer out) {
        for (int i = 0; i < columns.length; i++) {
            Column<C> column = columns[i];
            if (i > 0) {
                out.put(cells.delimiter());
            }
            value.begin(column.type);
            if (!column.extractor.extract(context, value)) {
                continue;
            }
            if (column.list) {
                cells.list(column.writer, value, out);
            } else if (value.size() > 0) {
                column.writer.write(value, 0, out);
            }
        }
    }
}
