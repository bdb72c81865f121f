// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.TextBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A line that a process writes to the system's log: {@code <priority>message} on the log's unix
 * socket. A priority is eight times the facility plus the severity. Not thread-safe.
 */
final class SyslogMessage {
    private static final byte[] LOG_SOCKET = ascii("/dev/log");

    /** The largest priority, facility 23 and severity 7, has three digits. */
    private static final int MOST_DIGITS = 3;

    private static final byte[][] SEVERITIES = words("severities.tsv");
    private static final byte[][] FACILITIES = words("facilities.tsv");
    private static final byte[] UNKNOWN = ascii("<NA>");

    private static final int[] DATA = new int[EventTable.size()];

    static {
        for (EventType type : EventTable.all()) {
            boolean writes = type.isExit() && type.has(EventFlag.WRITES_TO_FD);
            DATA[type.code()] = writes ? type.indexOf("data") : -1;
        }
    }

    private byte[] bytes = new byte[0];
    private int from;
    private int length;
    private int priority;

    private static byte[][] words(String table) {
        return FieldRows.rows(table, 1).stream()
                .map(cells -> ascii(cells[0]))
                .toArray(byte[][]::new);
    }

    /** Takes the message from an event; false where it has none. */
    boolean read(EventContext context) {
        Event event = context.event();
        int data = DATA[event.code()];
        if (data < 0 || !event.has(data) || !isLog(context.state().fd())) {
            return false;
        }
        bytes = event.bytes();
        int at = event.offset(data);
        int end = at + event.length(data);
        if (bytes[at] != '<') {
            return false;
        }
        priority = 0;
        int i = at + 1;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9' && i - at <= MOST_DIGITS) {
            priority = priority * 10 + bytes[i] - '0';
            i++;
        }
        if (i == at + 1 || i == end || bytes[i] != '>') {
            return false;
        }
        from = i + 1;
        length = end - from;
        while (length > 0 && (bytes[from + length - 1] == 0 || bytes[from + length - 1] == '\n')) {
            length--;
        }
        return true;
    }

    private static boolean isLog(@Nullable FdState fd) {
        return fd != null && Text.contains(fd.name(), LOG_SOCKET);
    }

    int severity() {
        return priority & 7;
    }

    int facility() {
        return priority >> 3;
    }

    /** Shared bytes. */
    byte[] severityName() {
        return SEVERITIES[severity()];
    }

    /** Shared bytes. */
    byte[] facilityName() {
        return facility() < FACILITIES.length ? FACILITIES[facility()] : UNKNOWN;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int length() {
        return length;
    }

    /** The line that stands for the event's parameters. */
    void line(TextBuffer out) {
        out.put("syslog sev=").put(severityName()).put(" msg=").put(bytes, from, length);
    }
}
