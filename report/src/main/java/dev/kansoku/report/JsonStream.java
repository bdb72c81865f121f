// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.syntax.FilterException;
import java.util.List;

/** What a stream of lines says of each event, as an object a line. */
final class JsonStream implements Report {
    private final String name;
    private final EventText fields;

    private JsonStream(String name, EventText fields) {
        this.name = name;
        this.fields = fields;
    }

    static JsonStream of(ReportDefinition definition, String fields, ReportSetting setting)
            throws FilterException {
        return new JsonStream(
                definition.name(), EventText.wholeJson(List.of(fields.split(", *", -1)), setting));
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        write(name + "\"", fields, context, page);
        return true;
    }

    /** Writes an object of a report's name, with its quote and what follows it, and fields. */
    static void write(String head, EventText fields, EventContext context, Page page) {
        page.put("{\"report\":\"").put(head).put(",");
        int brace = page.text().length();
        fields.write(context, page.text());
        // The object's own brace gives way to the one that the line began with.
        byte[] bytes = page.text().bytes();
        int length = page.text().length() - brace - 1;
        System.arraycopy(bytes, brace + 1, bytes, brace, length);
        page.text().truncate(brace + length);
        page.line();
    }
}
