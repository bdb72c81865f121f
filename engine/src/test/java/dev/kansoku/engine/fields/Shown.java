// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.Scene;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;
import java.time.ZoneOffset;

/** What formats show of the event that a scene played last. */
final class Shown {
    private static final EngineFields FIELDS =
            new EngineFields(FieldOptions.text().withZone(ZoneOffset.UTC).withNames(false));

    private Shown() {}

    /** Missing values are {@code <NA>}. */
    static String line(Scene scene, String format) throws FilterException {
        return line(scene.context(), format);
    }

    static String line(EventContext context, String format) throws FilterException {
        TextBuffer out = new TextBuffer();
        TextFormat.compile("*" + format, FIELDS).write(context, out);
        return out.toString();
    }

    static boolean holds(Scene scene, String filter) throws FilterException {
        return Filter.compile(filter, FIELDS).matches(scene.context());
    }
}
