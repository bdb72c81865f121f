// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.ptrace.PtraceSource;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.Event;
import dev.kansoku.ffi.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program of the test's own starts processes and threads of every descent; at two moments of
 * quiet what the state knows of each is held against /proc.
 */
@Timeout(120)
class LineageTest {
    private static final int SIGKILL = 9;

    /** What the program calls its threads at its first stop. */
    private static final Set<String> NAMES =
            Set.of(
                    "subreaper",
                    "adopted",
                    "a-thread",
                    "of-a-thread",
                    "threads",
                    "the-last",
                    "of-the-last",
                    "executed",
                    "leader",
                    "in-session",
                    "no-terminal",
                    "groups",
                    "in-group",
                    "in-other",
                    "own-session",
                    "outside",
                    "orphan");

    @TempDir Path folder;

    private final Set<Long> seen = new HashSet<>();
    private final Map<String, Integer> missing = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int compared;

    @Test
    void agreesWithTheKernelByEbpf() throws Exception {
        run("eBPF", EbpfLiveTest.openEbpf(options()));
    }

    @Test
    void agreesWithTheKernelByPtrace() throws Exception {
        run("ptrace", PtraceSource.open(options()));
    }

    private LiveOptions options() throws Exception {
        String program = LabProgram.path("lineage").toString();
        return LiveOptions.DEFAULT.ofCommand(List.of(program, folder.toString()));
    }

    private void run(String engine, LiveSource source) throws Exception {
        SystemState state = new SystemState();
        Event event = new Event();
        int checkpoints = 0;
        try (source) {
            while (source.next(event, state)) {
                state.apply(event);
                ThreadState thread = state.thread();
                if (thread != null && thread.startTimestamp() > 0) {
                    seen.add(thread.tid());
                }
                int number = checkpoint(event);
                if (number > checkpoints) {
                    checkpoints = number;
                    compare(state, number);
                    Files.createFile(folder.resolve("go-" + number));
                }
                if (checkpoints == 2) {
                    source.stop();
                }
            }
        }
        System.out.printf(
                "lineage by %s: %d threads compared, %d values missing %s%n",
                engine, compared, missing.values().stream().mapToInt(n -> n).sum(), missing);
        assertThat(checkpoints).isEqualTo(2);
        assertThat(wrong).isEmpty();
        assertThat(missing).isEmpty();
        assertThat(names).containsAll(NAMES);
    }

    private static int checkpoint(Event event) {
        if (!event.type().name().equals("mkdir") || !event.type().isExit()) {
            return 0;
        }
        int path = event.type().indexOf("path");
        String text =
                new String(
                        event.bytes(),
                        event.offset(path),
                        event.textLength(path),
                        StandardCharsets.UTF_8);
        return text.startsWith("/proc/lineage-") ? text.charAt(text.length() - 1) - '0' : 0;
    }

    private void compare(SystemState state, int checkpoint) throws IOException {
        for (long tid : seen) {
            ThreadState thread = state.threads().get(tid);
            Path proc = Path.of("/proc/" + tid);
            boolean there = Files.exists(proc.resolve("stat"));
            if (!there || isZombie(proc)) {
                if (thread != null && thread.threadCount() == thread.childCount() && !there) {
                    continue;
                }
                if (thread != null && !there) {
                    wrong.add(checkpoint + ": " + tid + " is over and still known");
                }
                continue;
            }
            if (thread == null) {
                wrong.add(checkpoint + ": " + tid + " is not known");
            } else {
                compare(thread, proc, checkpoint);
            }
        }
    }

    private static boolean isZombie(Path proc) throws IOException {
        String stat = Files.readString(proc.resolve("stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    }

    private void compare(ThreadState thread, Path proc, int checkpoint) throws IOException {
        compared++;
        String stat = Files.readString(proc.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        String comm = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        if (checkpoint == 1) {
            names.add(comm);
        }
        Map<String, String> status = new TreeMap<>();
        for (String line : Files.readAllLines(proc.resolve("status"))) {
            int colon = line.indexOf(':');
            status.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        String who = checkpoint + ": " + thread.tid() + " " + comm + " ";
        equal(who, "comm", new String(thread.comm(), StandardCharsets.UTF_8), comm);
        equal(who, "pid", thread.pid(), number(status, "Tgid"));
        equal(who, "ppid", thread.ppid(), Long.parseLong(fields[1]));
        equal(who, "pgid", thread.pgid(), Long.parseLong(fields[2]));
        equal(who, "tty", thread.tty(), Long.parseLong(fields[4]));
        equal(who, "vtid", thread.vtid(), number(status, "NSpid"));
        equal(who, "vpid", thread.vpid(), number(status, "NStgid"));
        equal(who, "vpgid", thread.vpgid(), number(status, "NSpgid"));
        equal(who, "sid", thread.sid(), number(status, "NSsid"));
    }

    /**
     * The last of several: the innermost namespace's. A session or a group that has none there has
     * that of the namespace it came from, the first.
     */
    private static long number(Map<String, String> status, String key) {
        String[] numbers = status.getOrDefault(key, "-1").split("\\s+");
        long inner = Long.parseLong(numbers[numbers.length - 1]);
        return inner == 0 ? Long.parseLong(numbers[0]) : inner;
    }

    private void equal(String who, String what, Object known, Object is) {
        if (known.equals(is)) {
            return;
        }
        if (known.equals(-1L)) {
            missing.merge(what, 1, Integer::sum);
            System.out.println("missing: " + who + what + " is " + is);
        } else {
            wrong.add(who + what + " " + known + " is " + is);
        }
    }

    /** Ends what the program left behind: processes that this test saw start. */
    @AfterEach
    void end() {
        for (long tid : seen) {
            if (isOurs(tid)) {
                Processes.kill((int) tid, SIGKILL);
            }
        }
    }

    private static boolean isOurs(long tid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + tid + "/exe")).endsWith("lineage");
        } catch (IOException e) {
            return false; // it is over
        }
    }
}
