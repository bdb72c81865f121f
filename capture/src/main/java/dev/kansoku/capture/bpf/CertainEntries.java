// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.bpf.StartWindow.Change;
import dev.kansoku.capture.bpf.StartWindow.Fds;
import dev.kansoku.capture.bpf.StartWindow.Traces;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.SocketEntry;
import dev.kansoku.event.start.StartListener;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares running processes with what events changed meanwhile, and tells the rest. What is
 * changed is shown as unknown: missing until its event tells it, but never wrong.
 */
final class CertainEntries {
    private static final byte[] NOT_AVAILABLE = "<NA>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNKNOWN_FOLDER = "<UNKNOWN>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = new byte[0];
    private static final long UNKNOWN_USER = 0xffffffffL;

    /**
     * The family's flag of a thread that is known from its own side, so that its parent's event
     * does not make it once more.
     */
    private static final int INVERTED = 65_536;

    /** A parent that waits for its child's exec, as in vfork, tells of it this late at most. */
    private static final long LATE_PARENT = 10_000_000_000L;

    private final RunningProcesses processes;
    private final StartWindow window;
    private final Map<Integer, RunningTask> byTid = new HashMap<>();
    private final Map<Long, Fds> changedFds = new HashMap<>();
    private final Map<Long, Fds> changedEnds = new HashMap<>();
    private final Set<Integer> movedDirectory = new HashSet<>();

    /** Fds that somebody changed whose process is not known any more. */
    private final Fds strangers = new Fds();

    private final long latest;

    CertainEntries(RunningProcesses processes, StartWindow window) {
        this.processes = processes;
        this.window = window;
        long latestStart = 0;
        for (RunningTask task : processes.tasks()) {
            byTid.put(task.tid(), task);
            latestStart = Math.max(latestStart, task.started());
        }
        latest = latestStart;
        window.threads().forEach(this::resolve);
    }

    void tell(StartListener start) {
        Set<Integer> told = new HashSet<>();
        for (RunningTask task : processes.tasks()) {
            if (isCertain(task)) {
                told.add(task.tid());
                start.process(certain(task));
            }
        }
        for (RunningFile file : processes.files()) {
            RunningTask owner = byTid.get(file.tid());
            if (owner != null && told.contains(file.tid())) {
                FdEntry fd = certain(file);
                if (fd != null) {
                    start.fd(file.tid(), fd);
                }
            }
        }
    }

    /** Finds the tables and processes that a thread's changes belong to. */
    private void resolve(int tid, Traces traces) {
        int pid = pidOf(tid, traces);
        if (traces.changes.contains(Change.DIRECTORY) || traces.changes.contains(Change.ROOT)) {
            movedDirectory.add(pid);
        }
        if (traces.changedFds.isEmpty() && traces.changedEnds.isEmpty()) {
            return;
        }
        Set<Long> tables = new HashSet<>();
        addTables(tid, tables);
        if (pid >= 0) {
            addTables(pid, tables);
        } else if (tables.isEmpty()) {
            strangers.addAll(traces.changedFds);
            strangers.addAll(traces.changedEnds);
        }
        for (long table : tables) {
            changedFds.computeIfAbsent(table, number -> new Fds()).addAll(traces.changedFds);
            changedEnds.computeIfAbsent(table, number -> new Fds()).addAll(traces.changedEnds);
        }
    }

    private int pidOf(int tid, Traces traces) {
        RunningTask task = byTid.get(tid);
        Census census = processes.before().get(tid);
        if (traces.pid >= 0) {
            return traces.pid;
        }
        if (task != null) {
            return task.pid();
        }
        return census == null ? -1 : census.pid();
    }

    private void addTables(int tid, Set<Long> tables) {
        RunningTask task = byTid.get(tid);
        if (task != null && task.table() != 0) {
            tables.add(task.table());
        }
        Census census = processes.before().get(tid);
        if (census != null && census.table() != 0) {
            tables.add(census.table());
        }
    }

    /** Whether the thread is there for every event that bears its number. */
    private boolean isCertain(RunningTask task) {
        Traces traces = window.of(task.tid());
        boolean ended = traces != null && traces.ended >= task.started();
        if (task.exiting() && !task.deadLeader() && !ended) {
            return false; // its end was told before anybody listened
        }
        if (traces == null) {
            return true;
        }
        boolean bornHere =
                traces.bornByItself != Long.MAX_VALUE && traces.bornByItself >= task.started();
        // an event from before its start is another's, who had its number
        boolean recycled = task.started() != 0 && traces.first < task.started();
        return !bornHere && !recycled;
    }

    private ProcessEntry certain(RunningTask task) {
        ProcessEntry entry = task.entry();
        Traces traces = window.of(task.tid());
        if (latest - task.started() < LATE_PARENT) {
            entry.flags |= INVERTED;
        }
        if (task.inExec() || isChanged(traces, Change.PROGRAM)) {
            forgetProgram(entry);
        }
        if (isChanged(traces, Change.NAME)) {
            entry.comm = NOT_AVAILABLE;
        }
        if (movedDirectory.contains(task.pid())) {
            entry.cwd = UNKNOWN_FOLDER;
        }
        if (isChanged(traces, Change.ROOT)) {
            entry.root = NOTHING;
        }
        if (isChanged(traces, Change.USER)) {
            forgetUser(entry);
        }
        if (isChanged(traces, Change.GROUP)) {
            entry.sid = -1;
            entry.pgid = -1;
            entry.vpgid = -1;
            entry.tty = 0;
        }
        Census before = processes.before().get(task.tid());
        if (before != null && before.started() == task.started() && before.parent() != entry.ptid) {
            entry.ptid = 0; // an orphan meanwhile: which of the two it is depends on the event
        }
        return entry;
    }

    private static boolean isChanged(@Nullable Traces traces, Change change) {
        return traces != null && traces.changes.contains(change);
    }

    private static void forgetProgram(ProcessEntry entry) {
        entry.comm = NOT_AVAILABLE;
        entry.exe = NOT_AVAILABLE;
        entry.exepath = NOTHING;
        entry.args = NOTHING;
        entry.env = NOTHING;
        entry.exeWritable = false;
        entry.exeUpperLayer = false;
        entry.exeLowerLayer = false;
        entry.exeFromMemfd = false;
        entry.exeInode = 0;
        entry.exeInodeCtime = 0;
        entry.exeInodeMtime = 0;
        forgetUser(entry);
    }

    private static void forgetUser(ProcessEntry entry) {
        entry.uid = UNKNOWN_USER;
        entry.gid = UNKNOWN_USER;
        entry.capInheritable = 0;
        entry.capPermitted = 0;
        entry.capEffective = 0;
    }

    private @Nullable FdEntry certain(RunningFile file) {
        FdEntry fd = file.fd();
        Fds changed = changedFds.get(file.table());
        if (strangers.has(fd.number()) || (changed != null && changed.has(fd.number()))) {
            return null;
        }
        Fds ends = changedEnds.get(file.table());
        return ends != null && ends.has(fd.number()) ? withoutEnds(fd) : fd;
    }

    /** A socket that was bound or connected meanwhile, as it was made. */
    private static FdEntry withoutEnds(FdEntry fd) {
        FdType type =
                switch (fd.type()) {
                    case IPV4_SERVER -> FdType.IPV4_SOCKET;
                    case IPV6_SERVER -> FdType.IPV6_SOCKET;
                    default -> fd.type();
                };
        SocketEntry socket = new SocketEntry(NOTHING, 0, NOTHING, 0, fd.socket().protocol(), 0, 0);
        return new FdEntry(fd.number(), fd.inode(), type, NOTHING, fd.flags(), fd.device(), socket);
    }
}
