// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.ParameterType;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.AddressText;

/**
 * The fds of a poll, as text with commas between.
 *
 * <pre>
 *   0     2           10     12
 *  +-----+-----------+------+--------- -
 *  |count| fd        |events| fd ...
 *  +-----+-----------+------+--------- -
 * </pre>
 */
final class FdListFields {
    private static final int FIRST = 2;
    private static final int ENTRY = 10;

    /** The index of the list in each event type, or -1. */
    private static final int[] LIST = new int[EventTable.size()];

    static {
        for (EventType type : EventTable.all()) {
            LIST[type.code()] = -1;
            for (int i = 0; i < type.parameters().size(); i++) {
                if (type.parameter(i).type() == ParameterType.FDLIST) {
                    LIST[type.code()] = i;
                }
            }
        }
    }

    private FdListFields() {}

    /** Writes what a field shows of an fd; false where it shows nothing. */
    private interface Part {
        boolean write(FdState fd, TextBuffer out);
    }

    static void add(Extractors into) {
        numbers(into);
        each(
                into,
                "fdlist.names",
                (fd, out) -> {
                    out.put(fd.name());
                    return true;
                });
        each(
                into,
                "fdlist.cips",
                (fd, out) -> !fd.type().isServer() && address(fd.sourceAddress(), out));
        each(
                into,
                "fdlist.sips",
                (fd, out) ->
                        address(
                                fd.type().isServer() ? fd.sourceAddress() : fd.destinationAddress(),
                                out));
        each(
                into,
                "fdlist.cports",
                (fd, out) -> {
                    boolean has = fd.type().isInternet() && !fd.type().isServer();
                    if (has) {
                        out.decimal(fd.sourcePort());
                    }
                    return has;
                });
        each(
                into,
                "fdlist.sports",
                (fd, out) -> {
                    boolean has = fd.type().isInternet();
                    if (has) {
                        out.decimal(fd.type().isServer() ? fd.sourcePort() : fd.destinationPort());
                    }
                    return has;
                });
    }

    private static void numbers(Extractors into) {
        into.plain(
                "fdlist.nums",
                (c, out) -> {
                    Event event = c.event();
                    int count = count(event);
                    TextBuffer text = out.text();
                    for (int i = 0; i < count; i++) {
                        if (i > 0) {
                            text.put(',');
                        }
                        text.decimal(fd(event, i));
                    }
                    out.textDone();
                    return count > 0;
                });
    }

    private static void each(Extractors into, String name, Part part) {
        into.plain(
                name,
                (c, out) -> {
                    write(c, part, out.text());
                    boolean any = !out.text().isEmpty();
                    out.textDone();
                    return any;
                });
    }

    private static void write(EventContext context, Part part, TextBuffer out) {
        ThreadState thread = context.state().thread();
        Event event = context.event();
        int count = thread == null ? 0 : count(event);
        for (int i = 0; i < count && thread != null; i++) {
            FdState fd = thread.fds().get(fd(event, i));
            int before = out.length();
            if (fd == null) {
                continue;
            }
            if (before > 0) {
                out.put(',');
            }
            if (!part.write(fd, out)) {
                out.truncate(before);
            }
        }
    }

    private static int count(Event event) {
        int list = LIST[event.code()];
        if (list < 0 || !event.has(list) || event.length(list) < FIRST) {
            return 0;
        }
        int said = (int) LittleEndian.unsigned(event.bytes(), event.offset(list), FIRST);
        return Math.min(said, (event.length(list) - FIRST) / ENTRY);
    }

    private static long fd(Event event, int index) {
        int at = event.offset(LIST[event.code()]) + FIRST + ENTRY * index;
        return LittleEndian.signed(event.bytes(), at, 8);
    }

    private static boolean address(byte[] address, TextBuffer out) {
        switch (address.length) {
            case 4 -> AddressText.ipv4(address, 0, out);
            case 16 -> AddressText.ipv6(address, 0, out);
            default -> {
                return false;
            }
        }
        return true;
    }
}
