package dev.kansoku.cli;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.format.DelimitedFormat;
import dev.kansoku.filter.format.JsonFormat;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;

/** Makes a layout ready to write events. */
final class PageCompiler {
    private PageCompiler() {}

    /**
     * @param text the fields as text for people has them
     * @param typed the fields as programs read them
     */
    static EventPrinter.Page compile(
            Selection selection,
            FieldCatalogue<EventContext> text,
            FieldCatalogue<EventContext> typed)
            throws Failure {
        try {
            return switch (selection.layout()) {
                case Layout.Text(String format) ->
                        new EventPrinter.Page("", text(selection, format, text)::write);
                case Layout.Json(String format) ->
                        new EventPrinter.Page("", JsonFormat.compile(format, typed, text)::write);
                case Layout.Csv(String fields) -> table(DelimitedFormat.csv(fields, typed, text));
                case Layout.Tsv(String fields) -> table(DelimitedFormat.tsv(fields, typed, text));
            };
        } catch (FilterException e) {
            throw new Failure(ExitStatus.USAGE, "format: " + e.report());
        }
    }

    /** Forms of bytes that have lines of their own keep them. */
    private static TextFormat<EventContext> text(
            Selection selection, String format, FieldCatalogue<EventContext> fields)
            throws FilterException {
        BufferForm form = selection.buffer();
        boolean lines =
                form == BufferForm.ASCII || form == BufferForm.HEX || form == BufferForm.HEX_ASCII;
        return lines ? TextFormat.compileLines(format, fields) : TextFormat.compile(format, fields);
    }

    private static EventPrinter.Page table(DelimitedFormat<EventContext> format) {
        TextBuffer header = new TextBuffer();
        format.header(header);
        return new EventPrinter.Page(
                header.toString(),
                (context, out) -> {
                    format.write(context, out);
                    return true;
                });
    }
}
