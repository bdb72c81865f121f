// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.SocketEntry;
import dev.kansoku.event.start.StartListener;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is told of running processes after events have changed some of it. Times are small. */
class CertainEntriesTest {
    private static final long STARTED = 1_000;
    private static final long NOW = 5_000;
    private static final long END = 9_000;
    private static final int PR_SET_NAME = 15;
    private static final int CLONE_THREAD = 0x10000;

    private final List<RunningTask> tasks = new ArrayList<>();
    private final List<RunningFile> files = new ArrayList<>();
    private final Map<Integer, Census> before = new HashMap<>();
    private final StartWindow window = new StartWindow(END);

    private final Map<Long, ProcessEntry> processes = new TreeMap<>();
    private final Map<String, FdEntry> fds = new TreeMap<>();

    @Test
    void whatNobodyChangedIsToldAsItIs() {
        process(10);
        file(10, 10, 3, "/a");
        event(NOW, 10, "read", 0, 3, 10, "");
        tell();

        assertThat(text(processes.get(10L).comm)).isEqualTo("program");
        assertThat(fds.keySet()).containsExactly("10 3 /a");
    }

    @Test
    void anFdThatWasClosedOrOpenedMeanwhileIsLeftOut() {
        process(10);
        for (int fd = 3; fd < 12; fd++) {
            file(10, 10, fd, "/" + fd);
        }
        event(NOW, 10, "close", 0, 3);
        event(NOW, 10, "openat", 4, -100, "/new", 1, 0, 0, 0);
        event(NOW, 10, "dup3", 5, 9, 5, 0);
        event(NOW, 10, "close_range", 0, 6, 7, 0);
        event(NOW, 10, "pipe2", 0, 8, 8, 0, 0);
        event(NOW, 10, "close_range", 0, 9, 11, 4);
        tell();

        assertThat(fds.keySet()).containsExactly("10 10 /10", "10 11 /11", "10 9 /9");
    }

    @Test
    void anFdReceivedInAMessageIsLeftOut() {
        process(10);
        file(10, 10, 3, "/a");
        file(10, 10, 4, "/b");
        ByteBuffer control = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        control.putLong(20).putInt(1).putInt(1).putInt(4);
        event(NOW, 10, "recvmsg", 1, 1, "", "", control.array(), 9);
        tell();

        assertThat(fds.keySet()).containsExactly("10 3 /a");
    }

    @Test
    void aThreadThatHasEndedMeanwhileChangedItsProcesssFds() {
        process(10);
        file(10, 10, 3, "/a");
        before.put(12, new Census(10, STARTED, 10, 1));
        event(NOW, 12, "close", 0, 3);
        event(NOW, 12, "procexit", 0, 0, 0, 0, 0);
        tell();

        assertThat(fds).isEmpty();
    }

    @Test
    void anFdThatAStrangerChangedIsKnownOfNobody() {
        process(10);
        file(10, 10, 3, "/a");
        file(10, 10, 4, "/b");
        event(NOW, 99, "close", 0, 3);
        tell();

        assertThat(fds.keySet()).containsExactly("10 4 /b");
    }

    @Test
    void anEventBehindTheEndCountsForNothing() {
        process(10);
        file(10, 10, 3, "/a");
        event(END + 1, 10, "close", 0, 3);
        tell();

        assertThat(fds).hasSize(1);
    }

    @Test
    void aProcessThatExecutedOrWasAboutToHasNoNameYet() {
        process(10);
        process(11, true, false);
        process(12);
        event(NOW, 10, "execve", 0, "/bin/new");
        event(NOW, 12, "execve", -2, "/bin/none");
        tell();

        assertThat(text(processes.get(10L).comm)).isEqualTo("<NA>");
        assertThat(processes.get(10L).exepath).isEmpty();
        assertThat(text(processes.get(11L).comm)).isEqualTo("<NA>");
        assertThat(text(processes.get(12L).comm)).isEqualTo("program");
    }

    @Test
    void aNameAFolderAndAUserThatChangedAreUnknown() {
        process(10);
        event(NOW, 10, "prctl", 0, PR_SET_NAME, "new", 0);
        event(NOW, 10, "chdir", 0, "/new");
        event(NOW, 10, "setuid", 0, 5);
        event(NOW, 10, "setsid", 10);
        tell();

        ProcessEntry entry = processes.get(10L);
        assertThat(text(entry.comm)).isEqualTo("<NA>");
        assertThat(text(entry.exe)).isEqualTo("/bin/program");
        assertThat(text(entry.cwd)).isEqualTo("<UNKNOWN>");
        assertThat(entry.uid).isEqualTo(0xffffffffL);
        assertThat(entry.sid).isEqualTo(-1);
    }

    @Test
    void aChildWhoseOwnEventTellsOfItIsLeftToThatEvent() {
        process(10);
        process(11);
        file(11, 11, 3, "/a");
        birth(NOW, 11, 0, 11, 0);
        birth(NOW, 10, 11, 10, 0);
        tell();

        assertThat(processes.keySet()).containsExactly(10L);
        assertThat(fds).isEmpty();
    }

    @Test
    void aChildThatItsParentAloneTellsOfIsToldAndMarkedAsYoung() {
        process(10);
        process(11);
        birth(NOW, 10, 11, 10, 0);
        tell();

        assertThat(processes.get(11L).flags & 65_536).isNotZero();
    }

    @Test
    void aThreadIsNotTakenForTheOneThatHadItsNumberBefore() {
        tasks.add(task(10, NOW, false, false));
        file(10, 10, 3, "/a");
        event(NOW - 1, 10, "read", 0, 3, 10, "");
        tell();

        assertThat(processes).isEmpty();
        assertThat(fds).isEmpty();
    }

    @Test
    void aProcessAboutToEndIsToldOnlyWhereItsEndIs() {
        process(10, false, true);
        process(11, false, true);
        event(NOW, 11, "procexit", 0, 0, 0, 0, 0);
        tell();

        assertThat(processes.keySet()).containsExactly(11L);
    }

    @Test
    void anOrphanOfMeanwhileHasNoParent() {
        process(10);
        before.put(10, new Census(10, STARTED, 10, 7));
        tell();

        assertThat(processes.get(10L).ptid).isZero();
    }

    @Test
    void aSocketThatWasConnectedMeanwhileIsToldAsANewOne() {
        process(10);
        SocketEntry ends =
                new SocketEntry(new byte[] {127, 0, 0, 1}, 9, new byte[] {1, 2, 3, 4}, 80, 2, 0, 0);
        files.add(
                new RunningFile(
                        10,
                        10,
                        10,
                        new FdEntry(3, 1, FdType.IPV4_SOCKET, new byte[0], 0, 0, ends)));
        event(NOW, 10, "connect", 0, "", 3, "");
        tell();

        SocketEntry told = fds.get("10 3 ").socket();
        assertThat(told.destinationPort()).isZero();
        assertThat(told.protocol()).isEqualTo(2);
    }

    private void process(int pid) {
        process(pid, false, false);
    }

    private void process(int pid, boolean inExec, boolean exiting) {
        tasks.add(task(pid, STARTED, inExec, exiting));
    }

    private static RunningTask task(int pid, long started, boolean inExec, boolean exiting) {
        ProcessEntry entry = new ProcessEntry();
        entry.tid = pid;
        entry.pid = pid;
        entry.ptid = 1;
        entry.sid = 1;
        entry.uid = 0;
        entry.comm = bytes("program");
        entry.exe = bytes("/bin/program");
        entry.exepath = bytes("/bin/program");
        entry.cwd = bytes("/old");
        return new RunningTask(entry, started, pid, inExec, exiting, false, false);
    }

    private void file(int tid, int pid, int fd, String name) {
        files.add(
                new RunningFile(
                        tid,
                        pid,
                        pid,
                        new FdEntry(fd, 1, FdType.FILE_V2, bytes(name), 0, 0, SocketEntry.NONE)));
    }

    private void birth(long time, int tid, int result, int pid, int flags) {
        EventType type = type("clone");
        Object[] values = new Object[type.parameters().size()];
        java.util.Arrays.fill(values, 0);
        values[0] = result;
        values[type.indexOf("pid")] = pid;
        values[type.indexOf("flags")] = flags | (tid == pid ? 0 : CLONE_THREAD);
        for (String text : List.of("exe", "cwd", "comm")) {
            values[type.indexOf(text)] = "";
        }
        values[type.indexOf("args")] = new byte[0];
        values[type.indexOf("cgroups")] = new byte[0];
        event(time, tid, "clone", values);
    }

    private void event(long time, int tid, String name, Object... values) {
        EventType type = type(name);
        EventBuilder builder = new EventBuilder();
        builder.begin(type.code(), time, tid, values.length);
        for (Object value : values) {
            switch (value) {
                case Number number -> builder.number(number.longValue());
                case byte[] bytes -> builder.bytes(bytes);
                case String text when text.isEmpty() -> builder.absent();
                default -> builder.text(value.toString());
            }
        }
        byte[] bytes = builder.toBytes();
        window.add(bytes, bytes.length);
    }

    private static EventType type(String name) {
        return EventTable.all().stream()
                .filter(type -> type.name().equals(name))
                .filter(type -> type.isExit() || name.equals("procexit"))
                .filter(type -> !type.has(EventFlag.UNUSED) && !type.has(EventFlag.OLD_VERSION))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void tell() {
        new CertainEntries(new RunningProcesses(tasks, files, before), window)
                .tell(
                        new StartListener() {
                            @Override
                            public void process(ProcessEntry entry) {
                                processes.put(entry.tid, entry);
                            }

                            @Override
                            public void fd(long tid, FdEntry fd) {
                                fds.put(tid + " " + fd.number() + " " + text(fd.name()), fd);
                            }
                        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
