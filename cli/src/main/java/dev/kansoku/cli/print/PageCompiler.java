// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.print;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.request.Layout;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.format.DelimitedFormat;
import dev.kansoku.filter.format.JsonFormat;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;

/** Makes a layout ready to write events. */
public final class PageCompiler {
    private PageCompiler() {}

    /**
     * @param text the fields as text for people has them
     * @param typed the fields as programs read them
     */
    public static EventPrinter.Page compile(
            Selection selection,
            FieldCatalogue<EventContext> text,
            FieldCatalogue<EventContext> typed)
            throws Failure {
        return page(selection, shown(selection, text), shown(selection, typed));
    }

    /** Fields as formats alone show them. */
    private static FieldCatalogue<EventContext> shown(
            Selection selection, FieldCatalogue<EventContext> fields) {
        FieldCatalogue<EventContext> shown =
                selection.buffer() == null ? fields : new ShownBuffers<>(fields);
        return selection.ports() ? new NamedPorts<>(shown) : shown;
    }

    private static EventPrinter.Page page(
            Selection selection,
            FieldCatalogue<EventContext> text,
            FieldCatalogue<EventContext> typed)
            throws Failure {
        try {
            // not a switch over the records, which would cost each start the making of a class
            Layout layout = selection.layout();
            if (layout instanceof Layout.Text plain) {
                return new EventPrinter.Page("", text(selection, plain.format(), text)::write);
            }
            if (layout instanceof Layout.Json json) {
                return new EventPrinter.Page(
                        "", JsonFormat.compile(json.format(), typed, text)::write);
            }
            if (layout instanceof Layout.Csv csv) {
                return table(DelimitedFormat.csv(csv.fields(), typed, text));
            }
            return table(DelimitedFormat.tsv(((Layout.Tsv) layout).fields(), typed, text));
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
