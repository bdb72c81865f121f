// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.filter.field.FieldCatalogue;
import java.util.function.Function;

/**
 * What reports are made with.
 *
 * @param fields the fields, by how they are shown
 * @param form how the report is written
 * @param containers whether containers are shown ({@code -pc})
 * @param live whether events are of now, rather than of a capture
 */
public record ReportSetting(
        Function<FieldOptions, FieldCatalogue<EventContext>> fields,
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

    /** Fields as people read them. */
    public FieldCatalogue<EventContext> text() {
        return fields.apply(FieldOptions.text());
    }

    /** The same, with all bytes of a buffer in some form. */
    FieldCatalogue<EventContext> text(BufferForm buffer) {
        return fields.apply(FieldOptions.text().withBuffer(buffer));
    }

    /** Fields as programs read them. */
    FieldCatalogue<EventContext> typed() {
        return fields.apply(FieldOptions.json());
    }
}
