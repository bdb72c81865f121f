// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Symbols;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What an event is: its number, type, direction, CPU, category. */
final class EventFields {
    private static final byte[] ENTER = ascii(">");
    private static final byte[] EXIT = ascii("<");
    private static final byte[] SYSCALL = ascii("syscall");
    private static final byte[] FILE = ascii("file");
    private static final byte[] NET = ascii("net");
    private static final byte[] IPC = ascii("ipc");
    private static final byte[] UNKNOWN = ascii("unknown");
    private static final byte[][] CATEGORIES = new byte[EventTable.size()][];

    static {
        for (EventType type : EventTable.all()) {
            CATEGORIES[type.code()] = ascii(type.categoryLabel());
        }
    }

    private EventFields() {}

    static void add(Extractors into) {
        into.plain("evt.num", (c, out) -> number(c.event().number(), out));
        into.plain("evt.type", (c, out) -> text(Symbols.typeName(c.event()), out));
        into.plain("evt.dir", (c, out) -> text(c.event().type().isExit() ? EXIT : ENTER, out));
        into.plain("evt.cpu", (c, out) -> number(c.event().cpu(), out));
        into.plain("evt.category", (c, out) -> text(category(c), out));
        into.plain(
                "evt.source",
                (c, out) -> {
                    if (!PluginNames.isOfPlugin(c.event())) {
                        return text(SYSCALL, out);
                    }
                    byte[] source = PluginNames.source(c.event());
                    return source != null && text(source, out);
                });
        into.plain(
                "evt.pluginname",
                (c, out) -> {
                    byte[] name = PluginNames.name(c.event());
                    return name != null && text(name, out);
                });
        // What an event says is for its plugin to tell, and captures hold no plugins.
        into.plain("evt.plugininfo", (_, _) -> false);
        into.plain(
                "syscall.type",
                (c, out) ->
                        c.event().type().is(Category.Origin.SYSCALL)
                                && text(Symbols.typeName(c.event()), out));
        into.with(
                "evt.type.is",
                (argument, _) -> {
                    byte[] wanted = ascii(String.valueOf(argument));
                    return (c, out) ->
                            number(Arrays.equals(wanted, Symbols.typeName(c.event())) ? 1 : 0, out);
                });
        into.plain("evt.is_wait", (c, out) -> bool(c.event().type().has(EventFlag.WAITS), out));
        into.plain("evt.is_async", (c, out) -> bool(isAsync(c.event()), out));
        into.plain(
                "evt.asynctype",
                (c, out) -> {
                    Event event = c.event();
                    if (!isAsync(event) || !event.has(1)) {
                        return false;
                    }
                    out.bytes(event.bytes(), event.offset(1), event.textLength(1));
                    return true;
                });
        into.plain("evt.count", (_, out) -> number(1, out));
        into.plain("evt.count.exit", (c, out) -> c.event().type().isExit() && number(1, out));
        into.plain("evt.count.procinfo", (c, out) -> isNamed(c, "procinfo") && number(1, out));
        into.plain("evt.count.threadinfo", (c, out) -> isNamed(c, "procinfo") && number(1, out));
        into.plain("util.cnt", (_, out) -> number(1, out));
        into.plain("evt.hostname", EventFields::host);
        into.plain("evt.host", EventFields::host);
    }

    /** The name of the machine that the event at hand is of. */
    private static boolean host(EventContext context, FieldValue out) {
        MachineEntry machine = context.state().machine();
        if (machine == null || machine.hostname().isEmpty()) {
            return false;
        }
        out.text().put(machine.hostname());
        out.textDone();
        return true;
    }

    /** What the type of an event says of a field without looking at the event. */
    static @Nullable Extractor<EventType> byEventType(String field) {
        return switch (field) {
            case "evt.type" -> (type, out) -> text(type.nameBytes(), out);
            case "evt.dir" -> (type, out) -> text(type.isExit() ? EXIT : ENTER, out);
            case "evt.is_io" -> (type, out) -> bool(EventIoFields.isIo(type), out);
            case "evt.is_io_read" -> (type, out) -> bool(type.has(EventFlag.READS_FROM_FD), out);
            case "evt.is_io_write" -> (type, out) -> bool(type.has(EventFlag.WRITES_TO_FD), out);
            case "evt.is_wait" -> (type, out) -> bool(type.has(EventFlag.WAITS), out);
            default -> null;
        };
    }

    /** The category; for I/O that of the fd it acts on. Shared bytes. */
    static byte[] category(EventContext context) {
        EventType type = context.event().type();
        if (!type.category().isRefinedByFd()) {
            return CATEGORIES[type.code()];
        }
        FdState fd = context.state().fd();
        if (fd == null) {
            return UNKNOWN;
        }
        return switch (fd.type()) {
            case FILE, FILE_V2, DIRECTORY -> FILE;
            case IPV4_SOCKET, IPV6_SOCKET, IPV4_SERVER, IPV6_SERVER -> NET;
            case FIFO, UNIX_SOCKET, EVENT, SIGNALFD, INOTIFY, USERFAULTFD -> IPC;
            case UNKNOWN, UNSUPPORTED, EVENTPOLL, TIMERFD, NETLINK, BPF, IO_URING, MEMFD, PIDFD ->
                    UNKNOWN;
        };
    }

    static boolean isFile(byte[] category) {
        return Arrays.equals(category, FILE);
    }

    static boolean isNet(byte[] category) {
        return Arrays.equals(category, NET);
    }

    static boolean number(long value, FieldValue out) {
        out.number(value);
        return true;
    }

    static boolean bool(boolean value, FieldValue out) {
        out.bool(value);
        return true;
    }

    static boolean text(byte[] value, FieldValue out) {
        out.bytes(value);
        return true;
    }

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    private static boolean isAsync(Event event) {
        return event.type().name().equals("asyncevent");
    }

    private static boolean isNamed(EventContext context, String name) {
        return context.event().type().name().equals(name);
    }
}
