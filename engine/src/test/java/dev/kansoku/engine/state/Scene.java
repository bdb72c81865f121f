// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.ProcessEntry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Plays hand-made events to a state. Parameters are numbers, texts, bytes, or null for absent. */
public final class Scene {
    public static final long FDCWD = -100;

    final SystemState state;
    private final EventContext context = new EventContext();
    private final EventBuilder builder = new EventBuilder();
    private final Event event;
    private long now = 1_000_000_000L;

    public Scene() {
        state = context.state();
        event = context.event();
    }

    Scene(StateLimits limits) {
        state = new SystemState(limits);
        event = new Event();
    }

    /** What fields are taken from; not of a scene with limits of its own. */
    public EventContext context() {
        return context;
    }

    /** A process that was there before the first event, with the working directory /home. */
    public Scene process(long pid, long ppid, String comm) {
        return thread(pid, pid, ppid, comm);
    }

    /** A process that was there before the first event, with arguments and cgroups. */
    public Scene process(long pid, long ppid, String comm, String args, String cgroups) {
        ProcessEntry entry = entry(pid, pid, ppid, comm);
        entry.args = ascii(args);
        entry.cgroups = ascii(cgroups);
        state.process(entry);
        return this;
    }

    public Scene thread(long tid, long pid, long ppid, String comm) {
        ProcessEntry entry = entry(tid, pid, ppid, comm);
        if (tid != pid) {
            entry.flags = CloneFlags.FILES | CloneFlags.THREAD;
        }
        state.process(entry);
        return this;
    }

    private static ProcessEntry entry(long tid, long pid, long ppid, String comm) {
        ProcessEntry entry = new ProcessEntry();
        entry.tid = tid;
        entry.pid = pid;
        entry.ptid = ppid;
        entry.vtid = tid;
        entry.vpid = pid;
        entry.comm = ascii(comm);
        entry.exe = ascii("/bin/" + comm);
        entry.cwd = ascii("/home");
        entry.env = ascii("A=1\0");
        entry.sid = 7;
        entry.uid = 1000;
        entry.gid = 1000;
        return entry;
    }

    public Scene enter(long tid, String name, @Nullable Object... parameters) {
        return play(tid, newest(name, false), parameters);
    }

    public Scene exit(long tid, String name, @Nullable Object... parameters) {
        return play(tid, newest(name, true), parameters);
    }

    public Scene play(long tid, int code, @Nullable Object... parameters) {
        builder.begin(code, now, tid, parameters.length);
        for (Object parameter : parameters) {
            if (parameter == null) {
                builder.absent();
            } else if (parameter instanceof Number number) {
                builder.number(number.longValue());
            } else if (parameter instanceof String text) {
                builder.text(text);
            } else if (parameter instanceof byte[] bytes) {
                builder.bytes(bytes);
            }
        }
        builder.finish(event);
        state.apply(event);
        return this;
    }

    public Scene later(long nanos) {
        now += nanos;
        return this;
    }

    public static int newest(String name, boolean exit) {
        int newest = -1;
        for (EventType type : EventTable.all()) {
            if (type.name().equals(name) && type.isExit() == exit && !type.has(EventFlag.UNUSED)) {
                newest = type.code();
            }
        }
        return newest;
    }

    ThreadState thread(long tid) {
        ThreadState thread = state.threads().get(tid);
        if (thread == null) {
            throw new AssertionError("no thread " + tid);
        }
        return thread;
    }

    FdState fd(long tid, long number) {
        FdState fd = thread(tid).fds().get(number);
        if (fd == null) {
            throw new AssertionError("thread " + tid + " has no fd " + number);
        }
        return fd;
    }

    boolean hasFd(long tid, long number) {
        return thread(tid).fds().get(number) != null;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The exit of a clone3, the newest of clones. */
    public Scene cloned(long tid, long result, long pid, long ppid, String comm, long flags) {
        return cloned(tid, result, pid, ppid, comm, flags, tid, pid);
    }

    public Scene cloned(
            long tid,
            long result,
            long pid,
            long ppid,
            String comm,
            long flags,
            long vtid,
            long vpid) {
        return exit(
                tid,
                "clone3",
                result,
                "/bin/" + comm,
                ascii("-x\0"),
                tid,
                pid,
                ppid,
                "",
                1024,
                0,
                5,
                300,
                200,
                0,
                comm,
                ascii("cpu=/a\0"),
                flags,
                1000,
                1000,
                vtid,
                vpid);
    }

    /** The child's exit of a clone in a pid namespace that began at a moment. */
    Scene inNamespace(long tid, long ppid, String comm, int flags, long vpid, long began) {
        return exit(
                tid,
                "clone3",
                0,
                "/bin/" + comm,
                ascii("-x\0"),
                tid,
                tid,
                ppid,
                "",
                1024,
                0,
                5,
                300,
                200,
                0,
                comm,
                ascii("cpu=/a\0"),
                flags,
                1000,
                1000,
                vpid,
                vpid,
                began);
    }

    /** The exit of an execve with 30 parameters, as newer writers have it. */
    public Scene executed(long tid, long pid, long ppid, String comm) {
        return exit(
                tid,
                "execve",
                0,
                "/bin/" + comm,
                ascii("one\0two\0"),
                tid,
                pid,
                ppid,
                "",
                1024,
                0,
                9,
                400,
                100,
                0,
                comm,
                ascii("cpu=/b\0"),
                ascii("B=2\0"),
                34816,
                7,
                1001,
                3,
                1,
                2,
                3,
                55,
                66,
                77,
                0,
                "/usr/bin/" + comm,
                pid,
                0);
    }

    static byte[] inet(int[] source, int sourcePort, int[] destination, int destinationPort) {
        byte[] tuple = new byte[13];
        tuple[0] = 2;
        put(tuple, 1, source, sourcePort);
        put(tuple, 7, destination, destinationPort);
        return tuple;
    }

    static byte[] inetAddress(int[] address, int port) {
        byte[] bytes = new byte[7];
        bytes[0] = 2;
        put(bytes, 1, address, port);
        return bytes;
    }

    private static void put(byte[] bytes, int at, int[] address, int port) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) address[i];
        }
        bytes[at + 4] = (byte) port;
        bytes[at + 5] = (byte) (port >> 8);
    }
}
