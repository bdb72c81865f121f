// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;
import static dev.kansoku.engine.fields.EventFields.text;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.FdType;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Names of fds, also of those that a call failed to make: then what it was to be on is still worth
 * knowing, and taken from the exit's own parameters.
 */
final class FailedFd {
    private static final byte[] ROOT = ascii("/");
    private static final byte[] OTHER = ascii("o");

    /** The letters of what calls make, by the calls' names. */
    private static final Map<String, String> LETTERS =
            Map.ofEntries(
                    Map.entry("open", "f"),
                    Map.entry("openat", "f"),
                    Map.entry("openat2", "f"),
                    Map.entry("creat", "f"),
                    Map.entry("open_by_handle_at", "f"),
                    Map.entry("socket", "4"),
                    Map.entry("accept", "4"),
                    Map.entry("accept4", "4"),
                    Map.entry("pipe", "p"),
                    Map.entry("pipe2", "p"),
                    Map.entry("eventfd", "e"),
                    Map.entry("eventfd2", "e"),
                    Map.entry("signalfd", "s"),
                    Map.entry("signalfd4", "s"),
                    Map.entry("timerfd_create", "t"),
                    Map.entry("inotify_init", "i"),
                    Map.entry("inotify_init1", "i"));

    private static final byte[][] LETTER = new byte[EventTable.size()][];

    /** The parameter that names what an exit was to make an fd of, or -1. */
    private static final int[] NAME = new int[EventTable.size()];

    /** Whether that parameter is a path. */
    private static final boolean[] PATH = new boolean[EventTable.size()];

    static {
        for (EventType type : EventTable.all()) {
            String letter = LETTERS.get(type.name());
            LETTER[type.code()] = letter == null ? OTHER : ascii(letter);
            NAME[type.code()] =
                    switch (type.name()) {
                        case "open", "openat", "openat2", "creat", "open_by_handle_at" ->
                                Math.max(type.indexOf("name"), type.indexOf("path"));
                        case "accept", "accept4", "connect" -> type.indexOf("tuple");
                        default -> -1;
                    };
            PATH[type.code()] = type.has(EventFlag.CREATES_FD) && type.indexOf("tuple") < 0;
        }
    }

    private FailedFd() {}

    /** Takes a text from the fd. */
    interface OfFd {
        boolean extract(FdState fd, FieldValue out);
    }

    /** The letter of what the event would have made or acts on. */
    static byte[] letter(Event event) {
        return LETTER[event.code()];
    }

    static Extractor<EventContext> name(OfFd known) {
        Rendering rendering = new Rendering(FieldOptions.text().withZone(ZoneOffset.UTC));
        return (c, out) -> {
            FdState fd = c.state().fd();
            if (fd != null) {
                return known.extract(fd, out);
            }
            if (!compose(c, rendering, out.text())) {
                return false;
            }
            out.textDone();
            return true;
        };
    }

    static Extractor<EventContext> directory() {
        Rendering rendering = new Rendering(FieldOptions.text().withZone(ZoneOffset.UTC));
        return (c, out) -> {
            FdState fd = c.state().fd();
            if (fd != null) {
                if (fd.type() == FdType.DIRECTORY) {
                    return text(fd.name(), out);
                }
                return fd.type().isFile() && directory(fd.name(), fd.name().length, out);
            }
            TextBuffer text = out.text();
            return compose(c, rendering, text) && directory(text.bytes(), text.length(), out);
        };
    }

    static Extractor<EventContext> filename() {
        return (c, out) -> {
            FdState fd = c.state().fd();
            if (fd == null || !fd.type().isFile()) {
                return false;
            }
            byte[] name = fd.name();
            int from = Text.lastSlash(name, name.length) + 1;
            out.bytes(name, from, name.length - from);
            return true;
        };
    }

    private static boolean directory(byte[] name, int length, FieldValue out) {
        int slash = Text.lastSlash(name, length);
        if (slash <= 0) {
            return text(ROOT, out);
        }
        out.bytes(name, 0, slash);
        return true;
    }

    private static boolean compose(EventContext context, Rendering rendering, TextBuffer out) {
        Event event = context.event();
        if (!event.type().isExit() || !context.state().actsOnFd()) {
            return false;
        }
        int parameter = NAME[event.code()];
        if (parameter >= 0 && PATH[event.code()]) {
            EventPath.append(event, parameter, context.names(), out);
        } else if (parameter >= 0) {
            rendering.renderer().argument(event, parameter, context.names(), out);
        }
        return true;
    }
}
