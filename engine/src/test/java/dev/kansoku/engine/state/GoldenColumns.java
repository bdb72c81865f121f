// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.AddressText;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.UserEntry;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the reference prints for columns that come from the state alone, taken from the state. */
final class GoldenColumns {
    private final SystemState state;
    private final Map<String, Function<ThreadState, @Nullable String>> ofThread =
            new LinkedHashMap<>();
    private final Map<String, Function<FdState, @Nullable String>> ofFd = new LinkedHashMap<>();

    GoldenColumns(SystemState state) {
        this.state = state;
        ofThread.put("proc.pid", t -> number(t.pid()));
        ofThread.put("thread.tid", t -> number(t.tid()));
        ofThread.put("proc.vpid", t -> t.vpid() == -1 ? null : number(t.vpid()));
        ofThread.put("thread.vtid", t -> t.vtid() == -1 ? null : number(t.vtid()));
        ofThread.put("thread.ismain", t -> String.valueOf(t.isMain()));
        ofThread.put("proc.name", t -> text(t.comm()));
        ofThread.put("proc.exe", t -> text(t.exe()));
        ofThread.put("proc.exepath", t -> text(t.exepath()));
        ofThread.put("proc.args", t -> joined(t.args()));
        ofThread.put("proc.cwd", t -> text(t.cwd()));
        ofThread.put("proc.sid", t -> number(t.sid()));
        ofThread.put("proc.vpgid", t -> number(t.vpgid()));
        ofThread.put("proc.tty", t -> number(t.tty()));
        ofThread.put("proc.nchilds", t -> number(t.childCount()));
        ofThread.put("proc.nthreads", t -> number(t.threadCount()));
        ofThread.put("proc.fdopencount", t -> number(t.fdOpenCount()));
        ofThread.put("proc.fdlimit", t -> number(t.fdLimit()));
        ofThread.put("proc.vmsize", t -> number(t.vmSize()));
        ofThread.put("proc.vmrss", t -> number(t.vmRss()));
        ofThread.put("proc.is_exe_writable", t -> String.valueOf(t.exeWritable()));
        ofThread.put("proc.is_exe_from_memfd", t -> String.valueOf(t.exeFromMemfd()));
        ofThread.put("proc.exe_ino", t -> t.exeInode() == 0 ? null : number(t.exeInode()));
        ofThread.put("thread.pfminor", t -> number(t.minorFaults()));
        ofThread.put("thread.cgroups", t -> joined(t.cgroups()));
        ofThread.put("user.uid", t -> number(t.uid()));
        ofThread.put("user.name", this::userName);
        ofThread.put("user.loginuid", t -> number((int) t.loginUid()));
        ofThread.put("group.gid", t -> number(t.gid()));
        ofThread.put("group.name", this::groupName);
        ofThread.put("proc.ppid", this::ppid);
        ofThread.put("proc.pname", t -> comm(state.threads().parent(t)));
        ofThread.put("proc.aname[1]", t -> comm(ancestor(t, 1)));
        ofThread.put("proc.aname[2]", t -> comm(ancestor(t, 2)));
        ofThread.put("proc.apid[2]", t -> pid(ancestor(t, 2)));
        ofFd.put("fd.type", fd -> fd.type() == FdType.UNKNOWN ? null : fd.type().label());
        ofFd.put("fd.name", fd -> text(fd.name()));
        ofFd.put("fd.cip", fd -> hasRole(fd) ? address(fd.sourceAddress(), fd) : null);
        ofFd.put("fd.sip", this::serverAddress);
        ofFd.put("fd.cport", fd -> hasRole(fd) ? number(fd.sourcePort()) : null);
        ofFd.put("fd.sport", this::serverPort);
        ofFd.put("fd.l4proto", GoldenColumns::protocol);
        ofFd.put("fd.is_server", this::isServer);
        ofFd.put("fd.connected", fd -> String.valueOf(fd.connected()));
        ofFd.put("fd.dev", fd -> Long.toHexString(fd.device()).toUpperCase(java.util.Locale.ROOT));
        ofFd.put("fd.ino", fd -> number(fd.inode()));
    }

    boolean has(String column) {
        return ofThread.containsKey(column)
                || ofFd.containsKey(column)
                || column.equals("fd.num")
                || column.equals("evt.latency");
    }

    String value(String column, Event event) {
        String value = known(column, event);
        return value == null ? "<NA>" : value;
    }

    private @Nullable String known(String column, Event event) {
        if (column.equals("evt.latency")) {
            return number(state.latency());
        }
        ThreadState thread = state.thread();
        Function<ThreadState, @Nullable String> field = ofThread.get(column);
        if (field != null) {
            return thread == null ? null : field.apply(thread);
        }
        if (!state.actsOnFd()) {
            return null;
        }
        if (column.equals("fd.num")) {
            return number(state.fdNumber());
        }
        FdState fd = state.fd();
        Function<FdState, @Nullable String> ofThis = ofFd.get(column);
        if (fd == null && column.equals("fd.name")) {
            return "?";
        }
        return fd == null || ofThis == null ? null : ofThis.apply(fd);
    }

    private @Nullable String userName(ThreadState thread) {
        UserEntry user = state.users().user(thread, thread.uid());
        return user == null ? "" : user.name();
    }

    private @Nullable String groupName(ThreadState thread) {
        GroupEntry group = state.users().group(thread, thread.gid());
        return group == null ? "" : group.name();
    }

    private @Nullable String ppid(ThreadState thread) {
        ThreadState main = thread.main();
        return main == null || main.ppid() < 0 ? null : number(main.ppid());
    }

    private @Nullable ThreadState ancestor(ThreadState thread, int steps) {
        ThreadState main = thread.main();
        for (int i = 0; i < steps && main != null; i++) {
            main = state.threads().parent(main);
        }
        return main;
    }

    private static @Nullable String comm(@Nullable ThreadState thread) {
        return thread == null ? null : text(thread.comm());
    }

    private static @Nullable String pid(@Nullable ThreadState thread) {
        return thread == null ? null : number(thread.pid());
    }

    private static boolean hasRole(FdState fd) {
        return (fd.type() == FdType.IPV4_SOCKET || fd.type() == FdType.IPV6_SOCKET)
                && (fd.client() || fd.server());
    }

    private @Nullable String serverAddress(FdState fd) {
        if (!fd.type().isInternet() || !(fd.client() || fd.server())) {
            return null;
        }
        return fd.type().isServer()
                ? address(fd.sourceAddress(), fd)
                : address(fd.destinationAddress(), fd);
    }

    private @Nullable String serverPort(FdState fd) {
        if (!fd.type().isInternet() || !(fd.client() || fd.server())) {
            return null;
        }
        return number(fd.type().isServer() ? fd.sourcePort() : fd.destinationPort());
    }

    private static String address(byte[] address, FdState fd) {
        TextBuffer out = new TextBuffer();
        int size = fd.type().isIpv4() ? 4 : 16;
        byte[] bytes = address.length == size ? address : new byte[16];
        if (size == 4) {
            AddressText.ipv4(bytes, 0, out);
        } else {
            AddressText.ipv6(bytes, 0, out);
        }
        return out.toString();
    }

    private static @Nullable String protocol(FdState fd) {
        if (!fd.type().isInternet()) {
            return null;
        }
        return switch (fd.protocol()) {
            case FdState.L4_TCP -> "tcp";
            case FdState.L4_UDP -> "udp";
            case FdState.L4_ICMP -> "icmp";
            case FdState.L4_RAW -> "raw";
            default -> "<NA>";
        };
    }

    private String isServer(FdState fd) {
        if (fd.type().isServer()) {
            return "true";
        }
        if (!fd.type().isInternet()) {
            return "false";
        }
        byte[] other = fd.destinationAddress();
        return String.valueOf(
                state.interfaces()
                        .isLocal(
                                other.length == 0 ? new byte[fd.type().isIpv4() ? 4 : 16] : other));
    }

    private static String number(long value) {
        return Long.toString(value);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String joined(byte[] strings) {
        int length =
                strings.length > 0 && strings[strings.length - 1] == 0
                        ? strings.length - 1
                        : strings.length;
        return new String(strings, 0, length, StandardCharsets.UTF_8)
                .replace('\0', ' ')
                .replace("\n", "\\n");
    }
}
