// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table counts by.
 *
 * @param fields one or more
 * @param titles as many
 */
record Keys(List<String> fields, List<String> titles) {
    /** Between two parts of a key; no part has it, since control characters are written escaped. */
    static final char SEPARATOR = '\1';

    Keys {
        fields = List.copyOf(fields);
        titles = List.copyOf(titles);
    }

    /** Reads {@code proc.name = Process, proc.pid = PID}. */
    static Keys parse(String text) {
        List<String> fields = new ArrayList<>();
        List<String> titles = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            fields.add(part.substring(0, equals).strip());
            titles.add(part.substring(equals + 1).strip());
        }
        return new Keys(fields, titles);
    }

    /** One field under its own name. */
    static Keys of(String field) {
        return new Keys(List.of(field), List.of(field));
    }

    /** Writes a key: text with separators, or in JSON the beginning of a row. */
    EventText text(ReportSetting setting) throws FilterException {
        return setting.json()
                ? EventText.json(fields, setting)
                : EventText.of("%" + String.join(SEPARATOR + "%", fields), setting);
    }
}
