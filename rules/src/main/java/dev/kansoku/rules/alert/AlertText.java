// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import dev.kansoku.event.TextBuffer;

/**
 * An alert as a line: time, priority, and what its rule says of the event. Values in it cannot
 * steer a terminal: {@link AlertMaker} has escaped them.
 *
 * @param time how its time is written
 */
public record AlertText(AlertTime time) implements AlertForm {
    @Override
    public void write(Alert alert, TextBuffer out) {
        out.put(line(alert));
    }

    /** The line, without a newline at its end. */
    public String line(Alert alert) {
        return time.shown(alert.nanos()) + ": " + alert.priority().text() + " " + alert.output();
    }
}
