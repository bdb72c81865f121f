// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.filter.format.JsonFormat;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;
import java.util.List;

/** Writes what an event is; false where it lacks a part of that. */
@FunctionalInterface
interface EventText {
    boolean write(EventContext context, TextBuffer out);

    /** By a format, as text for people. */
    static EventText of(String format, ReportSetting setting) throws FilterException {
        return TextFormat.compile(format, setting.text())::write;
    }

    /**
     * By a format, with all bytes of a buffer, in the form that is asked for: one that has lines
     * keeps them.
     */
    static EventText whole(String format, ReportSetting setting) throws FilterException {
        return TextFormat.compileLines(format, setting.text(BufferForm.DOTS))::write;
    }

    /** Some fields as one JSON object, which is not written where a field is missing. */
    static EventText json(List<String> fields, ReportSetting setting) throws FilterException {
        return json("", fields, setting);
    }

    /** Some fields as one JSON object, missing ones as null. */
    static EventText wholeJson(List<String> fields, ReportSetting setting) throws FilterException {
        return json("*", fields, setting);
    }

    private static EventText json(String mark, List<String> fields, ReportSetting setting)
            throws FilterException {
        return JsonFormat.compile(
                        mark + "%" + String.join(" %", fields), setting.typed(), setting.text())
                ::write;
    }
}
