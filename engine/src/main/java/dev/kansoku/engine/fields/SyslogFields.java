// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.number;
import static dev.kansoku.engine.fields.EventFields.text;

import dev.kansoku.filter.field.FieldValue;

/** Lines for the system's log, taken apart. */
final class SyslogFields {
    private SyslogFields() {}

    /** Takes a value from a message. */
    private interface OfMessage {
        boolean extract(SyslogMessage message, FieldValue out);
    }

    static void add(Extractors into) {
        message(into, "syslog.facility", (m, out) -> number(m.facility(), out));
        message(into, "syslog.facility.str", (m, out) -> text(m.facilityName(), out));
        message(into, "syslog.severity", (m, out) -> number(m.severity(), out));
        message(into, "syslog.severity.str", (m, out) -> text(m.severityName(), out));
        message(
                into,
                "syslog.message",
                (m, out) -> {
                    out.bytes(m.bytes(), m.from(), m.length());
                    return true;
                });
    }

    private static void message(Extractors into, String name, OfMessage value) {
        into.with(
                name,
                (_, _) -> {
                    SyslogMessage message = new SyslogMessage();
                    return (c, out) -> message.read(c) && value.extract(message, out);
                });
    }
}
