// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.event.render.BufferForm;
import java.time.ZoneId;

/**
 * How fields are shown where it is not the field's own matter. Immutable.
 *
 * @param time what {@code evt.outputtime} shows
 * @param zone of dates and times of day
 * @param buffer how byte buffers inside {@code evt.args} and its kin are written
 * @param typedTimes whether times that are text for people are numbers instead, nanoseconds since
 *     the epoch, as JSON has them
 * @param names whether the machine's resolver may be asked for names of hosts; it is only where a
 *     filter or a format has such a field. Without it {@code /etc/hosts} alone is read
 */
public record FieldOptions(
        TimeForm time, ZoneId zone, BufferForm buffer, boolean typedTimes, boolean names) {
    /** For text on a terminal. */
    public static FieldOptions text() {
        return new FieldOptions(
                TimeForm.TIME_OF_DAY, ZoneId.systemDefault(), BufferForm.CUT, false, true);
    }

    /** For JSON: full buffers, typed times. */
    public static FieldOptions json() {
        return new FieldOptions(
                TimeForm.TIME_OF_DAY, ZoneId.systemDefault(), BufferForm.DOTS, true, true);
    }

    public FieldOptions withTime(TimeForm form) {
        return new FieldOptions(form, zone, buffer, typedTimes, names);
    }

    public FieldOptions withZone(ZoneId other) {
        return new FieldOptions(time, other, buffer, typedTimes, names);
    }

    public FieldOptions withBuffer(BufferForm form) {
        return new FieldOptions(time, zone, form, typedTimes, names);
    }

    public FieldOptions withNames(boolean wanted) {
        return new FieldOptions(time, zone, buffer, typedTimes, wanted);
    }
}
