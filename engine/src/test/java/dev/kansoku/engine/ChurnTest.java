// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Short-lived processes without end, as many as a host starts in some hours, which open and close
 * fds: what the state keeps does not grow.
 */
class ChurnTest {
    private static final int PROCESSES = 1_000_000;

    /** How many live at the same time. */
    private static final int ALIVE = 64;

    private static final int FIRST_PID = 300;

    /** As the kernel's default. */
    private static final int PIDS = 32_768;

    private static final int FD_CALLS = 10;
    private static final long SLACK = 4L << 20;

    @Test
    void aMillionProcessesLeaveNothingBehind() throws IOException {
        Load load = new Load();
        EventContext context = new EventContext();
        long[] live = new long[2];
        new Pipeline(
                        load,
                        context,
                        _ -> {
                            if (load.process == PROCESSES / 4 && live[0] == 0) {
                                live[0] = live();
                            }
                            return true;
                        })
                .run();
        live[1] = live();
        System.out.printf(
                "churn: %,d processes, %,d events, %,d of fds: %.1f MB live after a quarter, %.1f"
                        + " at the end%n",
                PROCESSES, load.events, load.fdCalls, live[0] / 1e6, live[1] / 1e6);
        // the shell, and the last that ended, which is there until the next event
        assertThat(context.state().threads().size()).isEqualTo(2);
        assertThat(context.state().losses().evictedThreads()).isZero();
        assertThat(context.state().losses().refusedFds()).isZero();
        assertThat(context.state().losses().refusedTexts()).isZero();
        assertThat(context.state().losses().lateEvents()).isZero();
        assertThat(live[1] - live[0]).isLessThan(SLACK);
    }

    private static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /**
     * One shell starts them all, {@link #ALIVE} at a time; each is cloned, executes, opens and
     * closes, leaves one fd open, and ends.
     */
    private static final class Load implements EventSource {
        private static final int CLONE = code("clone3", true);
        private static final int EXECVE = code("execve", true);
        private static final int OPENAT = code("openat", true);
        private static final int CLOSE = code("close", true);
        private static final int PROCEXIT = code("procexit", false);
        private static final int STEPS = 3 + FD_CALLS + 1;

        private final EventBuilder builder = new EventBuilder();
        private int process;
        private int step;
        private long events;
        private long fdCalls;
        private boolean begun;

        private static int code(String name, boolean exit) {
            return EventTable.all().stream()
                    .filter(type -> type.name().equals(name) && type.isExit() == exit)
                    .filter(type -> !type.has(EventFlag.UNUSED))
                    .reduce((_, newest) -> newest)
                    .map(EventType::code)
                    .orElseThrow();
        }

        @Override
        public boolean next(Event event, StartListener start) {
            if (!begun) {
                begun = true;
                start.process(shell());
            }
            while (true) {
                if (process >= PROCESSES + ALIVE) {
                    return false;
                }
                if (step == STEPS) {
                    step = 0;
                    process++;
                } else if (make(step++)) {
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

        private static long pid(int process) {
            return FIRST_PID + process % PIDS;
        }

        /** The first steps are of a process that begins, the last of one that ends. */
        private boolean make(int step) {
            long now = 1_000_000_000_000L + events * 1000;
            boolean begins = process < PROCESSES;
            if (step == STEPS - 1) {
                if (process < ALIVE) {
                    return false;
                }
                builder.begin(PROCEXIT, now, pid(process - ALIVE), 5);
                builder.number(0).number(0).number(0).number(0).number(0);
                return true;
            }
            if (!begins) {
                return false;
            }
            long pid = pid(process);
            boolean childFirst = process % 2 == 0;
            switch (step) {
                case 0, 1 -> {
                    if (step == 0 == childFirst) {
                        cloned(now, pid, 0, pid, 1);
                    } else {
                        cloned(now, 1, pid, 1, 0);
                    }
                }
                case 2 -> executed(now, pid);
                default -> {
                    fdCalls++;
                    int fd = 3 + step / 2 % 4;
                    if (step % 2 == 1 || step == STEPS - 2) {
                        builder.begin(OPENAT, now, pid, 7).number(fd).number(-100);
                        builder.text("/tmp/file-" + process % 5000 + "-" + step);
                        builder.number(1).number(0).number(0).number(events);
                    } else {
                        builder.begin(CLOSE, now, pid, 2).number(0).number(fd);
                    }
                }
            }
            return true;
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
            builder.text("sh").bytes(bytes("cpu=/a\0")).number(0).number(0).number(0);
            builder.number(tid).number(pid).number(0);
        }

        private void executed(long now, long pid) {
            builder.begin(EXECVE, now, pid, 17)
                    .number(0)
                    .text("program-" + process % 100)
                    .bytes(bytes("--number\0" + process + "\0"))
                    .number(pid)
                    .number(pid)
                    .number(1)
                    .text("")
                    .number(1024);
            for (int i = 0; i < 5; i++) {
                builder.number(i);
            }
            builder.text("program-" + process % 100)
                    .bytes(bytes("cpu=/b\0"))
                    .bytes(bytes("PATH=/bin\0JOB=" + process + "\0"))
                    .number(0);
        }

        @Override
        public Losses losses() {
            return Losses.NONE;
        }

        @Override
        public void close() {}
    }
}
