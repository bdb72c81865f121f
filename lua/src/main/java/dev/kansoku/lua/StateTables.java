// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.AddressText;
import dev.kansoku.event.start.UserEntry;
import dev.kansoku.filter.Filter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The tables of threads and containers, as scripts see them. */
final class StateTables {
    private static final byte[] MISSING = "<NA>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOBODY = {};
    private static final int IPV4_SIZE = 4;
    private static final long LARGEST = 0xffffffffL;

    private final ChiselApi api;
    private final TextBuffer address = new TextBuffer();

    StateTables(ChiselApi api) {
        this.api = api;
    }

    /**
     * Pushes all threads by their tids. The first argument is a filter, or nothing: with one, a
     * thread needs an fd that passes it, and shows no other fds.
     *
     * @param fds whether each has a table of its fds
     * @param bare whether only numbers and addresses are told
     */
    int threads(LuaState lua, boolean fds, boolean bare) throws LuaException {
        String text = lua.text(1);
        Filter<EventContext> filter =
                text == null ? null : api.filter(text, "sysdig.get_thread_table");
        lua.pushTable();
        EventContext context = api.context();
        if (context == null) {
            return 1;
        }
        context.state()
                .threads()
                .forEach(
                        each -> {
                            if (!each.placeholder()
                                    && each.pid() >= 0
                                    && (filter == null || any(context, each, filter))) {
                                thread(lua, context, each, bare);
                                lua.pushTable();
                                if (fds) {
                                    fds(lua, context, each, filter, bare);
                                }
                                lua.setField("fdtable");
                                lua.setIndex((int) each.tid());
                            }
                        });
        return 1;
    }

    private static boolean any(
            EventContext context, ThreadState thread, Filter<EventContext> filter) {
        boolean[] found = {false};
        thread.fds()
                .forEach(
                        fd -> {
                            found[0] = found[0] || passes(context, thread, fd, filter);
                        });
        return found[0];
    }

    private static boolean passes(
            EventContext context, ThreadState thread, FdState fd, Filter<EventContext> filter) {
        return context.state().asIfOf(thread, fd, () -> filter.matches(context));
    }

    private static void thread(
            LuaState lua, EventContext context, ThreadState thread, boolean bare) {
        lua.pushTable();
        number(lua, "tid", thread.tid());
        number(lua, "pid", thread.pid());
        if (bare) {
            return;
        }
        number(lua, "ptid", thread.ppid());
        bytes(lua, "comm", thread.comm());
        bytes(lua, "exe", thread.exe());
        number(lua, "flags", thread.flags());
        lua.push((double) thread.fdLimit());
        lua.setField("fdlimit");
        number(lua, "uid", thread.uid());
        number(lua, "gid", thread.gid());
        number(lua, "nchilds", thread.childCount());
        number(lua, "vmsize_kb", thread.vmSize());
        number(lua, "vmrss_kb", thread.vmRss());
        number(lua, "vmswap_kb", thread.vmSwap());
        number(lua, "pfmajor", thread.majorFaults());
        number(lua, "pfminor", thread.minorFaults());
        lua.push(Long.toString(thread.startTimestamp()));
        lua.setField("clone_ts");
        UserEntry user = context.state().users().user(thread, thread.uid());
        if (user == null) {
            bytes(lua, "username", thread.uid() == LARGEST ? NOBODY : MISSING);
        } else {
            lua.push(user.name());
            lua.setField("username");
        }
        list(lua, "args", thread.args());
        list(lua, "env", thread.env());
    }

    private void fds(
            LuaState lua,
            EventContext context,
            ThreadState thread,
            @Nullable Filter<EventContext> filter,
            boolean bare) {
        thread.fds()
                .forEach(
                        fd -> {
                            if (filter == null || passes(context, thread, fd, filter)) {
                                fd(lua, fd, bare);
                                lua.setIndex((int) fd.number());
                            }
                        });
    }

    private void fd(LuaState lua, FdState fd, boolean bare) {
        lua.pushTable();
        if (!bare) {
            bytes(lua, "name", clean(fd.name()));
            lua.push(fd.type().label());
            lua.setField("type");
        }
        if (!fd.type().isInternet()) {
            return;
        }
        if (fd.type().isServer()) {
            address(lua, "sip", fd.destinationAddress(), fd.sourceAddress());
            number(
                    lua,
                    "sport",
                    fd.destinationPort() == 0 ? fd.sourcePort() : fd.destinationPort());
        } else {
            address(lua, "cip", fd.sourceAddress(), fd.sourceAddress());
            address(lua, "sip", fd.destinationAddress(), fd.destinationAddress());
            number(lua, "cport", fd.sourcePort());
            number(lua, "sport", fd.destinationPort());
        }
        lua.push(fd.type().isServer() || fd.server());
        lua.setField("is_server");
        lua.push(protocol(fd.protocol()));
        lua.setField("l4proto");
    }

    /** By the numbers of {@link FdState#protocol}. */
    private static String protocol(int number) {
        return switch (number) {
            case 2 -> "tcp";
            case 3 -> "udp";
            case 4 -> "icmp";
            case 5 -> "raw";
            default -> "<NA>";
        };
    }

    /** Pushes all containers, from 1 on. */
    int containers(LuaState lua) {
        lua.pushTable();
        EventContext context = api.context();
        if (context == null) {
            return 1;
        }
        int[] count = {0};
        context.state()
                .containers()
                .forEach(
                        container -> {
                            lua.pushTable();
                            text(lua, "id", container.id());
                            text(lua, "name", container.name());
                            text(lua, "image", container.image().name());
                            text(lua, "type", container.type());
                            lua.setIndex(++count[0]);
                        });
        return 1;
    }

    private void address(LuaState lua, String key, byte[] bytes, byte[] other) {
        byte[] known = bytes.length == 0 ? other : bytes;
        address.clear();
        if (known.length == IPV4_SIZE) {
            AddressText.ipv4(known, 0, address);
        } else if (known.length == 4 * IPV4_SIZE) {
            AddressText.ipv6(known, 0, address);
        } else {
            address.put(MISSING);
        }
        lua.push(address.bytes(), 0, address.length());
        lua.setField(key);
    }

    /** Without what would steer a terminal. */
    private static byte[] clean(byte[] name) {
        int count = 0;
        byte[] kept = new byte[name.length];
        for (byte b : name) {
            if ((b & 0xff) >= ' ' && b != 0x7f) {
                kept[count++] = b;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    /** Texts that each end with a zero, as the kernel has arguments. */
    private static void list(LuaState lua, String key, byte[] texts) {
        lua.pushTable();
        int count = 0;
        int start = 0;
        for (int i = 0; i <= texts.length; i++) {
            if (i == texts.length ? i > start : texts[i] == 0) {
                lua.push(texts, start, i - start);
                lua.setIndex(++count);
                start = i + 1;
            }
        }
        lua.setField(key);
    }

    private static void number(LuaState lua, String key, long value) {
        lua.push((double) (value & LARGEST));
        lua.setField(key);
    }

    private static void bytes(LuaState lua, String key, byte[] value) {
        lua.push(value);
        lua.setField(key);
    }

    private static void text(LuaState lua, String key, String value) {
        lua.push(value);
        lua.setField(key);
    }
}
