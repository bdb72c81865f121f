// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;
import static dev.kansoku.engine.fields.EventFields.bool;
import static dev.kansoku.engine.fields.EventFields.number;
import static dev.kansoku.engine.fields.EventFields.text;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.engine.state.MergedParameter;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Symbols;
import java.util.Set;

/** What an event moves, in which direction, and how files are opened. */
final class EventIoFields {
    private static final byte[] READ = ascii("read");
    private static final byte[] WRITE = ascii("write");
    private static final byte[] LOG_SOCKET = ascii("/dev/log");

    private static final long O_RDONLY = Symbols.table("file_flags").value("O_RDONLY");
    private static final long O_WRONLY = Symbols.table("file_flags").value("O_WRONLY");
    private static final long O_CREAT = Symbols.table("file_flags").value("O_CREAT");
    private static final long O_TMPFILE = Symbols.table("file_flags").value("O_TMPFILE");
    private static final long O_CREATED = Symbols.table("file_flags").value("O_F_CREATED");

    /** Execute bits of a mode. */
    private static final long MAY_EXECUTE = 0111;

    private static final Set<String> OPENS =
            Set.of("open", "openat", "openat2", "open_by_handle_at");
    private static final boolean[] OPEN_EXIT = new boolean[EventTable.size()];
    private static final boolean[] CREAT_EXIT = new boolean[EventTable.size()];
    private static final MergedParameter FLAGS = MergedParameter.named("flags");
    private static final MergedParameter MODE = MergedParameter.named("mode");

    static {
        for (EventType type : EventTable.all()) {
            OPEN_EXIT[type.code()] = type.isExit() && OPENS.contains(type.name());
            CREAT_EXIT[type.code()] = type.isExit() && type.name().equals("creat");
        }
    }

    private EventIoFields() {}

    static void add(Extractors into) {
        into.plain("evt.is_io", (c, out) -> bool(isIo(c.event().type()), out));
        into.plain("evt.is_io_read", (c, out) -> bool(reads(c.event()), out));
        into.plain("evt.is_io_write", (c, out) -> bool(writes(c.event()), out));
        into.plain(
                "evt.io_dir",
                (c, out) -> isIo(c.event().type()) && text(writes(c.event()) ? WRITE : READ, out));
        into.plain("evt.is_syslog", (c, out) -> bool(isSyslog(c), out));

        into.plain("evt.is_open_read", (c, out) -> bool((openFlags(c) & O_RDONLY) != 0, out));
        into.plain("evt.is_open_write", (c, out) -> bool((openFlags(c) & O_WRONLY) != 0, out));
        into.plain("evt.is_open_create", (c, out) -> bool(creates(openFlags(c)), out));
        into.plain("evt.is_open_exec", (c, out) -> bool(makesExecutable(c), out));

        into.plain("evt.buflen", (c, out) -> has(moved(c)) && number(moved(c), out));
        moved(into, "evt.buflen.in", false, false, true, false);
        moved(into, "evt.buflen.out", false, false, false, true);
        moved(into, "evt.buflen.file", true, false, true, true);
        moved(into, "evt.buflen.file.in", true, false, true, false);
        moved(into, "evt.buflen.file.out", true, false, false, true);
        moved(into, "evt.buflen.net", false, true, true, true);
        moved(into, "evt.buflen.net.in", false, true, true, false);
        moved(into, "evt.buflen.net.out", false, true, false, true);
    }

    private static void moved(
            Extractors into, String name, boolean file, boolean net, boolean in, boolean out) {
        into.plain(
                name,
                (c, value) -> {
                    long size = moved(c);
                    boolean direction = (in && reads(c.event())) || (out && writes(c.event()));
                    if (!has(size) || !direction) {
                        return false;
                    }
                    byte[] category = EventFields.category(c);
                    return (!file || EventFields.isFile(category))
                            && (!net || EventFields.isNet(category))
                            && number(size, value);
                });
    }

    static boolean isIo(EventType type) {
        return type.has(EventFlag.READS_FROM_FD) || type.has(EventFlag.WRITES_TO_FD);
    }

    private static boolean reads(Event event) {
        return event.type().has(EventFlag.READS_FROM_FD);
    }

    private static boolean writes(Event event) {
        return event.type().has(EventFlag.WRITES_TO_FD);
    }

    private static boolean has(long size) {
        return size >= 0;
    }

    /**
     * What an exit of an I/O call on a known fd returned; negative where there is no such thing.
     */
    private static long moved(EventContext context) {
        Event event = context.event();
        if (!event.type().isExit()
                || !event.type().category().isRefinedByFd()
                || context.state().fd() == null
                || !event.has(0)) {
            return -1;
        }
        return event.signed(0);
    }

    static boolean isSyslog(EventContext context) {
        if (!writes(context.event())) {
            return false;
        }
        FdState fd = context.state().fd();
        return fd != null && Text.contains(fd.name(), LOG_SOCKET);
    }

    private static long openFlags(EventContext context) {
        return OPEN_EXIT[context.event().code()] ? value(FLAGS, context) : 0;
    }

    /** A directory's flags have O_TMPFILE in them too, but it is never opened for writing. */
    private static boolean creates(long flags) {
        return (flags & O_CREATED) != 0 || ((flags & O_TMPFILE) != 0 && (flags & O_WRONLY) != 0);
    }

    private static boolean makesExecutable(EventContext context) {
        boolean creates =
                CREAT_EXIT[context.event().code()]
                        || (openFlags(context) & (O_CREAT | O_TMPFILE)) != 0;
        return creates && (value(MODE, context) & MAY_EXECUTE) != 0;
    }

    private static long value(MergedParameter parameter, EventContext context) {
        Event holder = parameter.holder(context.event(), context.state().enter());
        return holder == null ? 0 : holder.unsigned(parameter.index(holder));
    }
}
