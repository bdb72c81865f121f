// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.detect;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongPredicate;

/**
 * Short-lived processes without end: each is cloned by a shell, executes a program with a command
 * line of its own, many of them in containers that come and go, opens files, connects, and ends;
 * every tenth reads what it should not. An event comes each 20 microseconds of its own time.
 */
final class Churn implements EventSource {
    /** How many live at the same time. */
    static final int ALIVE = 64;

    private static final int FIRST_PID = 300;

    /** As the kernel's default. */
    private static final int PIDS = 32_768;

    private static final long STEP_NANOS = 20_000;
    private static final int FILES = 8;
    private static final int ENDS = 4 + FILES;
    private static final int STEPS = ENDS + 1;
    private static final int OF_ONE_CONTAINER = 40;

    private static final int CLONE = code("clone3", true);
    private static final int EXECVE = code("execve", true);
    private static final int OPENAT = code("openat", true);
    private static final int CLOSE = code("close", true);
    private static final int SOCKET = code("socket", true);
    private static final int CONNECT = code("connect", true);
    private static final int PROCEXIT = code("procexit", false);

    private final EventBuilder builder = new EventBuilder();
    private final LongPredicate goesOn;
    private long process;
    private int step;
    private long events;
    private boolean begun;

    /**
     * @param goesOn whether there is to be another process, asked with its number
     */
    Churn(LongPredicate goesOn) {
        this.goesOn = goesOn;
    }

    private static int code(String name, boolean exit) {
        return EventTable.all().stream()
                .filter(type -> type.name().equals(name) && type.isExit() == exit)
                .filter(type -> !type.has(EventFlag.UNUSED))
                .reduce((_, newest) -> newest)
                .map(EventType::code)
                .orElseThrow();
    }

    long events() {
        return events;
    }

    long processes() {
        return process;
    }

    @Override
    public boolean next(Event event, StartListener start) {
        if (!begun) {
            begun = true;
            start.machine(new MachineEntry(1, 1L << 30, 1 << 15, "test", 0));
            start.process(shell());
        }
        while (true) {
            if (step == STEPS) {
                step = 0;
                process++;
            }
            if (step == 0 && !goesOn.test(process)) {
                return false;
            }
            if (make(step++)) {
                events++;
                builder.finish(event);
                event.number(events);
                event.origin(0, 0);
                return true;
            }
        }
    }

    private static ProcessEntry shell() {
        ProcessEntry entry = new ProcessEntry();
        entry.tid = 1;
        entry.pid = 1;
        entry.ptid = 0;
        entry.vtid = 1;
        entry.vpid = 1;
        entry.comm = bytes("sh");
        entry.exe = bytes("/bin/sh");
        entry.cwd = bytes("/");
        return entry;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static long pid(long process) {
        return FIRST_PID + process % PIDS;
    }

    private boolean make(int at) {
        long now = 1_700_000_000_000_000_000L + events * STEP_NANOS;
        long pid = pid(process);
        switch (at) {
            case 0 -> cloned(now, 1, pid, 1, 0);
            case 1 -> cloned(now, pid, 0, pid, 1);
            case 2 -> executed(now, pid);
            case 3 ->
                    builder.begin(SOCKET, now, pid, 5)
                            .number(3)
                            .number(2)
                            .number(1)
                            .number(0)
                            .number(0);
            case 4 -> {
                builder.begin(CONNECT, now, pid, 4).number(0).bytes(tuple()).number(3);
                builder.bytes(address());
            }
            case ENDS -> {
                if (process < ALIVE) {
                    return false;
                }
                builder.begin(PROCEXIT, now, pid(process - ALIVE), 5);
                builder.number(0).number(0).number(0).number(0).number(0);
            }
            default -> file(now, pid, at);
        }
        return true;
    }

    private void file(long now, long pid, int at) {
        if (at % 3 == 2) {
            builder.begin(CLOSE, now, pid, 2).number(0).number(4);
            return;
        }
        boolean secret = process % 10 == 3 && at == 6;
        builder.begin(OPENAT, now, pid, 7).number(4).number(-100);
        builder.text(secret ? "/etc/shadow" : "/tmp/file-" + process + "-" + at);
        builder.number(1).number(0).number(0).number(events);
    }

    /** From another port to one of many addresses. */
    private byte[] tuple() {
        ByteBuffer tuple = ByteBuffer.allocate(13).order(ByteOrder.LITTLE_ENDIAN);
        tuple.put((byte) 2).putInt(0x0100000a).putShort((short) (process % 60_000));
        return tuple.putInt(server()).putShort((short) 443).array();
    }

    private byte[] address() {
        ByteBuffer address = ByteBuffer.allocate(7).order(ByteOrder.LITTLE_ENDIAN);
        return address.put((byte) 2).putInt(server()).putShort((short) 443).array();
    }

    private int server() {
        return (int) (0x08_00_00_00L + process % 200_000 * 7919);
    }

    private byte[] cgroups() {
        long container = process / OF_ONE_CONTAINER;
        String id = String.format(Locale.ROOT, "%064x", container * 0x9e3779b97f4a7c15L);
        return bytes(
                container % 2 == 0
                        ? "cpu=/user.slice\0"
                        : "cpu=/system.slice/docker-" + id + ".scope\0");
    }

    private void cloned(long now, long tid, long result, long pid, long ppid) {
        builder.begin(CLONE, now, tid, 21)
                .number(result)
                .text("/bin/sh")
                .bytes(bytes("-c\0"))
                .number(tid)
                .number(pid)
                .number(ppid)
                .text("")
                .number(1024);
        for (int i = 0; i < 5; i++) {
            builder.number(i);
        }
        builder.text("sh").bytes(cgroups()).number(0).number(process % 50).number(0);
        builder.number(tid).number(pid).number(0);
    }

    private void executed(long now, long pid) {
        builder.begin(EXECVE, now, pid, 31)
                .number(0)
                .text("program-" + process % 1000)
                .bytes(bytes("--number\0" + process + "\0--password=x" + process + "\0"))
                .number(pid)
                .number(pid)
                .number(1)
                .text("/srv")
                .number(1024);
        for (int i = 0; i < 5; i++) {
            builder.number(i);
        }
        builder.text("program-" + process % 1000)
                .bytes(cgroups())
                .bytes(bytes("PATH=/bin\0JOB=" + process + "\0"))
                .number(0)
                .number(pid)
                .number(process % 50)
                .number(0)
                .number(0)
                .number(0)
                .number(0)
                .number(process)
                .number(now)
                .number(now)
                .number(process % 50)
                .text("/usr/bin/program-" + process % 1000)
                .number(pid)
                .number(process % 50)
                .text("/usr/bin/program-" + process % 1000);
    }

    @Override
    public Losses losses() {
        return Losses.NONE;
    }

    @Override
    public void close() {}
}
