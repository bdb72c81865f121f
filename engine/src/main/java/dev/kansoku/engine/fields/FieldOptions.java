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
 */
public record FieldOptions(TimeForm time, ZoneId zone, BufferForm buffer, boolean typedTimes) {
    /** For text on a terminal. */
    public static FieldOptions text() {
        return new FieldOptions(
                TimeForm.TIME_OF_DAY, ZoneId.systemDefault(), BufferForm.CUT, false);
    }

    /** For JSON: full buffers, typed times. */
    public static FieldOptions json() {
        return new FieldOptions(
                TimeForm.TIME_OF_DAY, ZoneId.systemDefault(), BufferForm.DOTS, true);
    }

    public FieldOptions withTime(TimeForm form) {
        return new FieldOptions(form, zone, buffer, typedTimes);
    }

    public FieldOptions withZone(ZoneId other) {
        return new FieldOptions(time, other, buffer, typedTimes);
    }

    public FieldOptions withBuffer(BufferForm form) {
        return new FieldOptions(time, zone, form, typedTimes);
    }
}
