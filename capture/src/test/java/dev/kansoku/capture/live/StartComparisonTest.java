// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.process.ProcTables;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.SocketEntry;
import dev.kansoku.event.start.StartListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the start tables of the iterator programs with what /proc says of the same processes,
 * some fifty that are as unlike as can be ({@code labtree.c}), field by field. What it finds is
 * written as the table of {@code docs/proc-comparison.md}.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartComparisonTest {
    private static final Path PAGE = Path.of("../docs/proc-comparison.md");
    private static final long TICK = 10_000_000;

    /** How far the kernel's approximate counter of pages may be off, in KiB. */
    private static final long APPROXIMATE = 1024;

    /** What /proc does not say of a main thread that has ended. */
    private static final List<String> OF_ENDED =
            List.of(
                    "exe",
                    "exepath",
                    "args",
                    "env",
                    "cwd",
                    "root",
                    "cgroups",
                    "exe inode",
                    "exe ctime",
                    "exe mtime",
                    "exe writable",
                    "exe from memfd",
                    "vm size",
                    "vm swap");

    @TempDir static Path folder;

    private final Comparison comparison = new Comparison();

    @BeforeAll
    void compare() throws Exception {
        Tables ours = new Tables();
        Tables proc = new Tables();
        try (LabTree tree = LabTree.of("labtree", folder)) {
            LiveSource source =
                    EbpfLiveTest.openEbpf(LiveOptions.DEFAULT.ofPids(List.of(tree.pid())));
            source.stop();
            try (source) {
                while (source.next(new Event(), ours)) {
                    // who waits makes no events that matter here
                }
            }
            List<Integer> pids =
                    Stream.concat(
                                    Stream.of(ProcessHandle.of(tree.pid()).orElseThrow()),
                                    ProcessHandle.of(tree.pid()).orElseThrow().descendants())
                            .map(handle -> (int) handle.pid())
                            .toList();
            ProcTables.of(pids).tell(proc);
            compareProcesses(ours, proc, pids);
            compareFiles(ours, proc);
        }
        Files.writeString(
                Files.createDirectories(Path.of("target")).resolve("proc-comparison.md"),
                comparison.table());
    }

    @Test
    void nothingThatIsToldIsWrong() {
        assertThat(comparison.wrong).isEmpty();
    }

    @Test
    void whatIsMissingIsMissingForAReason() {
        assertThat(comparison.unexplained).isEmpty();
    }

    @Test
    void thePageShowsEveryField() throws Exception {
        List<String> fields =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(3, line.indexOf('`', 3)))
                        .toList();
        assertThat(fields).containsExactlyElementsOf(comparison.rows.keySet());
    }

    @Test
    void theTreeIsAsLargeAndVariedAsItShouldBe() {
        assertThat(comparison.rows.get("process").equal).isGreaterThanOrEqualTo(45);
        assertThat(comparison.rows.get("fd.name").equal).isGreaterThan(300);
        assertThat(comparison.types).hasSizeGreaterThanOrEqualTo(16);
    }

    private void compareProcesses(Tables ours, Tables proc, List<Integer> pids) {
        proc.processes.forEach(
                (tid, theirs) -> {
                    ProcessEntry own = ours.processes.get(tid);
                    boolean zombie = isZombie(theirs);
                    if (own == null) {
                        comparison.missing(
                                "process", zombie ? "ended, not yet waited for" : null, tid + "");
                        return;
                    }
                    comparison.row("process").equal++;
                    if (pids.contains((int) own.pid)) {
                        compareProcess(own, theirs);
                    }
                });
        for (long tid : ours.processes.keySet()) {
            if (!proc.processes.containsKey(tid)) {
                comparison.wrong.add("process " + tid + " is not in /proc");
            }
        }
    }

    private void compareProcess(ProcessEntry own, ProcessEntry proc) {
        Map<String, Function<ProcessEntry, String>> fields = new LinkedHashMap<>();
        fields.put("pid", entry -> "" + entry.pid);
        fields.put("ptid", entry -> "" + entry.ptid);
        fields.put("sid", entry -> "" + entry.sid);
        fields.put("pgid", entry -> "" + entry.pgid);
        fields.put("vpgid", entry -> "" + entry.vpgid);
        fields.put("vtid", entry -> "" + entry.vtid);
        fields.put("vpid", entry -> "" + entry.vpid);
        fields.put("comm", entry -> text(entry.comm));
        fields.put("exe", entry -> text(entry.exe));
        fields.put("exepath", entry -> text(entry.exepath));
        fields.put("args", entry -> text(entry.args));
        fields.put("env", entry -> text(entry.env));
        fields.put("cwd", entry -> text(entry.cwd));
        fields.put("root", entry -> text(entry.root));
        fields.put("cgroups", entry -> sorted(text(entry.cgroups)));
        fields.put("fdlimit", entry -> "" + entry.fdLimit);
        fields.put("uid", entry -> "" + entry.uid);
        fields.put("gid", entry -> "" + entry.gid);
        fields.put("loginuid", entry -> "" + entry.loginUid);
        fields.put("tty", entry -> "" + entry.tty);
        fields.put("capabilities", StartComparisonTest::capabilities);
        fields.put("exe inode", entry -> "" + entry.exeInode);
        fields.put("exe ctime", entry -> "" + entry.exeInodeCtime);
        fields.put("exe mtime", entry -> "" + entry.exeInodeMtime);
        fields.put("exe writable", entry -> "" + entry.exeWritable);
        fields.put("exe from memfd", entry -> "" + entry.exeFromMemfd);
        fields.put("vm size", entry -> "" + entry.vmSize);
        fields.put("vm swap", entry -> "" + entry.vmSwap);
        fields.put("page faults", entry -> entry.majorFaults + " " + entry.minorFaults);
        String who = own.tid + " (" + text(own.comm) + ") ";
        if (isZombie(proc)) { // of a main thread that has ended /proc shows less than of the others
            for (String field : OF_ENDED) {
                fields.remove(field);
                comparison.row(field).more++;
            }
        }
        fields.forEach(
                (name, field) ->
                        comparison.compare(name, who, field.apply(own), field.apply(proc)));
        if (isZombie(proc)) {
            comparison.row("vm rss").more++;
        } else {
            comparison.near("vm rss", who, own.vmRss, proc.vmRss, APPROXIMATE);
        }
        comparison.near("start time", who, own.startTime / TICK, proc.startTime / TICK, 1);
        if (proc.pidnsStart == 0) {
            comparison.row("pid namespace start").more++;
        } else {
            comparison.near(
                    "pid namespace start", who, own.pidnsStart / TICK, proc.pidnsStart / TICK, 0);
        }
    }

    private void compareFiles(Tables ours, Tables proc) {
        proc.fds.forEach(
                (key, theirs) -> {
                    FdEntry own = ours.fds.get(key);
                    if (own == null) {
                        comparison.missing("fd", null, key + " " + text(theirs.name()));
                        return;
                    }
                    comparison.row("fd").equal++;
                    compareFile(key + " ", own, theirs);
                });
        for (String key : ours.fds.keySet()) {
            if (!proc.fds.containsKey(key)) {
                boolean inProc = Files.isSymbolicLink(linkOf(key));
                if (inProc) {
                    comparison.row("fd").more++;
                } else {
                    comparison.wrong.add("fd " + key + " is not in /proc");
                }
            }
        }
    }

    /** In /proc a process whose main thread has ended shows its fds under its threads alone. */
    private static Path linkOf(String key) {
        String[] cells = key.split(" ", -1);
        Path of = Path.of("/proc/" + cells[0] + "/fd/" + cells[1]);
        if (Files.isSymbolicLink(of)) {
            return of;
        }
        try (var threads = Files.list(Path.of("/proc/" + cells[0] + "/task"))) {
            return threads.map(thread -> thread.resolve("fd").resolve(cells[1]))
                    .filter(Files::isSymbolicLink)
                    .findAny()
                    .orElse(of);
        } catch (java.io.IOException e) {
            return of;
        }
    }

    private void compareFile(String who, FdEntry own, FdEntry proc) {
        comparison.types.add(own.type());
        comparison.compare("fd.inode", who, "" + own.inode(), "" + proc.inode());
        comparison.compare("fd.flags", who, "" + own.flags(), "" + proc.flags());
        if (proc.type() == FdType.UNSUPPORTED && isSocket(own.type())) {
            // the tables of /proc/net leave out sockets that are neither bound nor connected
            comparison.row("fd.type").more++;
            return;
        }
        comparison.compare("fd.type", who, "" + own.type(), "" + proc.type());
        if (own.type() == FdType.UNIX_SOCKET && proc.name().length == 0 && own.name().length > 0) {
            comparison.row("fd.name").more++; // its peer's, which /proc does not say
        } else {
            comparison.compare("fd.name", who, text(own.name()), text(proc.name()));
        }
        comparison.compare("fd.device", who, "" + own.device(), "" + proc.device());
        if (own.type().isInternet()) {
            comparison.compare("fd ends", who, ends(own.socket()), ends(proc.socket()));
            comparison.compare(
                    "fd protocol",
                    who,
                    "" + own.socket().protocol(),
                    "" + proc.socket().protocol());
        }
    }

    private static boolean isSocket(FdType type) {
        return type.isInternet() || type == FdType.UNIX_SOCKET || type == FdType.NETLINK;
    }

    private static String ends(SocketEntry socket) {
        HexFormat hex = HexFormat.of();
        return hex.formatHex(socket.source())
                + ":"
                + socket.sourcePort()
                + " "
                + hex.formatHex(socket.destination())
                + ":"
                + socket.destinationPort();
    }

    private static String capabilities(ProcessEntry entry) {
        return entry.capInheritable + " " + entry.capPermitted + " " + entry.capEffective;
    }

    private static String sorted(String cgroups) {
        String[] each = cgroups.split("\0", -1);
        Arrays.sort(each);
        return String.join(" ", each);
    }

    private static boolean isZombie(ProcessEntry entry) {
        return entry.vmSize == 0 && entry.exepath.length == 0;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static final class Tables implements StartListener {
        private final Map<Long, ProcessEntry> processes = new TreeMap<>();
        private final Map<String, FdEntry> fds = new TreeMap<>();

        @Override
        public void process(ProcessEntry entry) {
            processes.put(entry.tid, entry);
        }

        @Override
        public void fd(long tid, FdEntry fd) {
            fds.put(tid + " " + fd.number(), fd);
        }
    }
}
