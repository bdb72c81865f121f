// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.process.ProcTables;
import dev.kansoku.capture.process.ProcessReader;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.ffi.SystemCallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The processes that run while a capture begins, their threads and open files.
 *
 * @param tasks the threads
 * @param files the open files, those of a table once for each process that has it
 * @param before the threads as they were before their events were recorded, by tid; empty where
 *     nobody looked
 */
record RunningProcesses(
        List<RunningTask> tasks, List<RunningFile> files, Map<Integer, Census> before) {
    private static final byte[] NOTHING = new byte[0];

    /**
     * Walks over the kernel's own lists, in one pass.
     *
     * @param all whether the scope is the whole machine
     */
    static RunningProcesses of(
            StartPass pass, Map<Integer, Census> before, long epochOffset, boolean all)
            throws SystemCallException, IOException {
        TaskRecord taskRecord = new TaskRecord(epochOffset);
        List<RunningTask> tasks = new ArrayList<>();
        pass.tasks(record -> tasks.add(taskRecord.read(record)));
        FdRecord fdRecord = new FdRecord();
        List<RunningFile> files = new ArrayList<>();
        pass.files(record -> files.add(fdRecord.read(record)));
        Map<Integer, TaskTexts> texts = pass.texts();
        ProcTexts ofProc = pass.refusal() == null ? null : new ProcTexts();
        for (RunningTask task : tasks) {
            TaskTexts found =
                    ofProc == null ? texts.get(task.pid()) : ofProc.of(task.pid(), task.started());
            if (found != null) {
                put(found, task.entry());
            }
        }
        completeEnded(tasks);
        List<RunningFile> each = onceEach(tasks, files);
        addHidden(tasks, each, all);
        return new RunningProcesses(tasks, each, before);
    }

    /** A main thread that has ended gave its part of the process away; the others have the same. */
    private static void completeEnded(List<RunningTask> tasks) {
        Map<Integer, RunningTask> living = new HashMap<>();
        tasks.stream()
                .filter(task -> !task.isMain())
                .forEach(task -> living.putIfAbsent(task.pid(), task));
        for (RunningTask task : tasks) {
            RunningTask other = task.deadLeader() ? living.get(task.pid()) : null;
            if (other != null) {
                ProcessEntry entry = task.entry();
                ProcessEntry like = other.entry();
                entry.exepath = like.exepath;
                entry.cwd = like.cwd;
                entry.root = like.root;
                entry.exeWritable = like.exeWritable;
                entry.exeUpperLayer = like.exeUpperLayer;
                entry.exeLowerLayer = like.exeLowerLayer;
                entry.exeFromMemfd = like.exeFromMemfd;
                entry.exeInode = like.exeInode;
                entry.exeInodeCtime = like.exeInodeCtime;
                entry.exeInodeMtime = like.exeInodeMtime;
                entry.vmSize = like.vmSize;
                entry.vmRss = like.vmRss;
                entry.vmSwap = like.vmSwap;
            }
        }
    }

    /** A kernel may hide processes from programs, such as its first one; /proc shows them. */
    private static void addHidden(List<RunningTask> tasks, List<RunningFile> files, boolean all)
            throws IOException {
        Set<Integer> known = new HashSet<>();
        tasks.forEach(task -> known.add(task.tid()));
        if (all) {
            Set<Integer> hidden = new HashSet<>(ProcTables.pids());
            hidden.removeIf(known::contains);
            if (!hidden.isEmpty()) {
                RunningProcesses others = ofProc(hidden);
                others.tasks.stream().filter(task -> known.add(task.tid())).forEach(tasks::add);
                others.files.stream()
                        .filter(file -> hidden.contains(file.pid()))
                        .forEach(files::add);
            }
            return;
        }
        ProcessReader reader = new ProcessReader();
        for (RunningTask task : List.copyOf(tasks)) {
            int parent = (int) task.entry().ptid;
            while (parent > 0 && known.add(parent)) {
                ProcessEntry entry = reader.read(parent, parent);
                if (entry == null) {
                    break;
                }
                tasks.add(ofProc(entry));
                parent = (int) entry.ptid;
            }
        }
    }

    private static RunningTask ofProc(ProcessEntry entry) {
        return new RunningTask(entry, 0, entry.pid, false, false, false, false);
    }

    /** Reads /proc. */
    static RunningProcesses ofProc(Collection<Integer> pids) throws IOException {
        List<RunningTask> tasks = new ArrayList<>();
        List<RunningFile> files = new ArrayList<>();
        ProcTables tables = pids.isEmpty() ? ProcTables.ofAll() : ProcTables.of(pids);
        tables.tell(
                new StartListener() {
                    @Override
                    public void process(ProcessEntry entry) {
                        tasks.add(new RunningTask(entry, 0, entry.pid, false, false, false, false));
                    }

                    @Override
                    public void fd(long tid, FdEntry fd) {
                        files.add(new RunningFile((int) tid, (int) tid, tid, fd));
                    }
                });
        return new RunningProcesses(tasks, files, Map.of());
    }

    private static void put(TaskTexts texts, ProcessEntry entry) {
        byte[] arguments = texts.arguments();
        entry.env = texts.environment();
        if (arguments.length == 0) {
            return;
        }
        int end = 0;
        while (end < arguments.length && arguments[end] != 0) {
            end++;
        }
        entry.exe = Arrays.copyOf(arguments, end);
        entry.args =
                end + 1 >= arguments.length
                        ? NOTHING
                        : Arrays.copyOfRange(arguments, end + 1, arguments.length);
    }

    /**
     * The kernel shows the fds of a process whose main thread has ended once for each thread; they
     * become the process's. A thread with a table of its own keeps it.
     */
    private static List<RunningFile> onceEach(List<RunningTask> tasks, List<RunningFile> files) {
        Map<Integer, RunningTask> byTid = new HashMap<>();
        tasks.forEach(task -> byTid.put(task.tid(), task));
        Map<Integer, Integer> chosen = new HashMap<>();
        List<RunningFile> once = new ArrayList<>();
        for (RunningFile file : files) {
            RunningTask main = byTid.get(file.pid());
            if (file.tid() == file.pid() || main == null || main.table() != 0) {
                once.add(file);
            } else if (chosen.computeIfAbsent(file.pid(), pid -> file.tid()) == file.tid()) {
                once.add(new RunningFile(file.pid(), file.pid(), file.table(), file.fd()));
            }
        }
        return once;
    }
}
