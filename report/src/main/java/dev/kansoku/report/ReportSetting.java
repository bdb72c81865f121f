package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.field.FieldCatalogue;

/**
 * What reports are made with.
 *
 * @param text fields as people read them
 * @param typed fields as programs read them
 * @param form how the report is written
 * @param containers whether containers are shown ({@code -pc})
 * @param live whether events are of now, rather than of a capture
 */
public record ReportSetting(
        FieldCatalogue<EventContext> text,
        FieldCatalogue<EventContext> typed,
        Form form,
        boolean containers,
        boolean live) {
    /** How reports are written. */
    public enum Form {
        TEXT,
        JSON
    }

    boolean json() {
        return form == Form.JSON;
    }
}
