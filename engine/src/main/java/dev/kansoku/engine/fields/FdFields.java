// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;
import static dev.kansoku.engine.fields.EventFields.bool;
import static dev.kansoku.engine.fields.EventFields.number;
import static dev.kansoku.engine.fields.EventFields.text;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.start.FdType;
import dev.kansoku.filter.field.FieldValue;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The fd that the event acts on, creates or closes. */
final class FdFields {
    private static final Map<FdType, byte[]> LABELS = new EnumMap<>(FdType.class);
    private static final Map<FdType, byte[]> LETTERS = new EnumMap<>(FdType.class);
    private static final byte[] IP = ascii("ip");
    private static final byte[] UNIX = ascii("unix");

    /**
     * What every fd has that is no internet socket: a text, as the name of an unknown thread is.
     */
    private static final byte[] UNKNOWN = ascii("<NA>");

    /** Layer-4 protocols by their number. */
    private static final byte[][] PROTOCOLS = {
        UNKNOWN, UNKNOWN, ascii("tcp"), ascii("udp"), ascii("icmp"), ascii("raw")
    };

    static {
        for (FdType type : FdType.values()) {
            LABELS.put(type, ascii(type.label()));
            LETTERS.put(type, ascii(String.valueOf(type.letter())));
        }
    }

    private FdFields() {}

    /** Takes a value from the fd. */
    interface OfFd {
        boolean extract(EventContext context, FdState fd, FieldValue out);
    }

    static void add(Extractors into) {
        into.plain("fd.num", (c, out) -> c.state().actsOnFd() && number(c.state().fdNumber(), out));
        into.plain(
                "fd.uid",
                (c, out) -> {
                    if (!c.state().actsOnFd()) {
                        return false;
                    }
                    out.text().decimal(c.event().tid()).decimal(c.state().fdNumber());
                    out.textDone();
                    return true;
                });
        fd(
                into,
                "fd.type",
                (_, fd, out) -> fd.type() != FdType.UNKNOWN && text(label(fd.type()), out));
        into.plain(
                "fd.typechar",
                (c, out) -> {
                    FdState fd = c.state().fd();
                    if (fd != null) {
                        return text(letter(fd.type()), out);
                    }
                    return c.state().actsOnFd() && text(FailedFd.letter(c.event()), out);
                });
        into.with(
                "fd.types",
                (argument, _) -> {
                    long wanted = argument == null ? -1 : Arguments.number("fd.types", argument);
                    return Extractors.ofThread(
                            (c, t, out) -> {
                                if (!c.state().actsOnFd()) {
                                    return false;
                                }
                                if (wanted >= 0) {
                                    FdState fd = t.fds().get(wanted);
                                    return fd != null && text(label(fd.type()), out);
                                }
                                t.fds().forEach(fd -> distinct(label(fd.type()), out));
                                return out.size() > 0;
                            });
                });
        into.with("fd.name", (_, _) -> FailedFd.name((fd, out) -> text(fd.name(), out)));
        into.with("file.name", (_, _) -> FailedFd.name((fd, out) -> text(fd.name(), out)));
        fd(into, "fd.name.host", FdFields::hostName);
        into.with("fd.nameraw", (_, _) -> FailedFd.name((fd, out) -> text(fd.name(), out)));
        into.with("fd.directory", (_, _) -> FailedFd.directory());
        into.with("fd.filename", (_, _) -> FailedFd.filename());
        fd(
                into,
                "fd.containername",
                (c, fd, out) -> {
                    ContainerFields.id(c, out);
                    out.text().put(':').put(fd.name());
                    out.textDone();
                    return true;
                });
        fd(
                into,
                "fd.containerdirectory",
                (c, fd, out) -> {
                    int slash = Text.lastSlash(fd.name(), fd.name().length);
                    if (!fd.type().isFile() || slash < 0) {
                        return false;
                    }
                    ContainerFields.id(c, out);
                    out.text().put(':').put(fd.name(), 0, Math.max(1, slash));
                    out.textDone();
                    return true;
                });

        fd(
                into,
                "fd.l4proto",
                (_, fd, out) -> {
                    int protocol = fd.protocol();
                    boolean known = protocol >= 0 && protocol < PROTOCOLS.length;
                    return text(known ? PROTOCOLS[protocol] : UNKNOWN, out);
                });
        fd(
                into,
                "fd.sockfamily",
                (_, fd, out) ->
                        fd.type().isInternet()
                                ? text(IP, out)
                                : fd.type() == FdType.UNIX_SOCKET && text(UNIX, out));
        fd(into, "fd.is_server", (c, fd, out) -> bool(FdAddressFields.isServer(c, fd), out));
        fd(into, "fd.connected", (_, fd, out) -> bool(fd.connected(), out));
        fd(into, "fd.dev", (_, fd, out) -> number(fd.device(), out));
        fd(into, "fd.dev.major", (_, fd, out) -> number(fd.device() >> 8 & 0xfff, out));
        fd(
                into,
                "fd.dev.minor",
                (_, fd, out) -> number(fd.device() & 0xff | fd.device() >> 12 & 0xfff00, out));
        fd(into, "fd.is_upper_layer", (_, fd, out) -> bool(fd.upperLayer(), out));
        fd(into, "fd.is_lower_layer", (_, fd, out) -> bool(fd.lowerLayer(), out));
        fd(into, "fd.name_changed", (c, _, out) -> bool(c.state().fdNameChanged(), out));
        fd(into, "fd.stream", (_, fd, out) -> number(fd.stream(), out));
        fd(
                into,
                "fd.duration",
                (c, fd, out) -> {
                    long age = c.event().timestamp() - fd.opened();
                    return fd.opened() > 0 && age >= 0 && number(age, out);
                });
        into.plain("fd.rxqueue", (c, out) -> queue(c, LiveDetail::receiveQueue, out));
        into.plain("fd.txqueue", (c, out) -> queue(c, LiveDetail::sendQueue, out));
        fd(into, "fd.ino", (_, fd, out) -> number(fd.inode(), out));
    }

    static void fd(Extractors into, String name, OfFd value) {
        into.plain(
                name,
                (c, out) -> {
                    FdState fd = c.state().fd();
                    return fd != null && value.extract(c, fd, out);
                });
    }

    /** What {@code fd.type} shows, shared bytes. */
    static byte[] label(FdType type) {
        return LABELS.getOrDefault(type, IP);
    }

    private static byte[] letter(FdType type) {
        return LETTERS.getOrDefault(type, IP);
    }

    /** What a live source saw in a queue of the socket, or a recording of one. */
    private static boolean queue(
            EventContext context, ToLongFunction<LiveDetail> which, FieldValue out) {
        LiveDetail detail = context.event().detail();
        long length = detail == null ? -1 : which.applyAsLong(detail);
        return length >= 0 && number(length, out);
    }

    private static void distinct(byte[] label, FieldValue out) {
        for (int i = 0; i < out.size(); i++) {
            if (Arrays.equals(out.bytes(i), label)) {
                return;
            }
        }
        out.bytes(label);
    }

    private static boolean hostName(EventContext context, FdState fd, FieldValue out) {
        ThreadState thread = context.state().thread();
        if (thread == null || !fd.belowRoot() || thread.root().length <= 1) {
            return false;
        }
        out.text().put(thread.root()).put(fd.name());
        out.textDone();
        return true;
    }
}
