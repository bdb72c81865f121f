package dev.kansoku.capture.bpf;

import dev.kansoku.capture.process.ProcTables;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.ffi.SystemCallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** Walks over the kernel's own lists, in one pass. */
    static RunningProcesses of(StartPass pass, Map<Integer, Census> before, long epochOffset)
            throws SystemCallException {
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
        return new RunningProcesses(tasks, onceEach(tasks, files), before);
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
        entry.exe = java.util.Arrays.copyOf(arguments, end);
        entry.args =
                end + 1 >= arguments.length
                        ? NOTHING
                        : java.util.Arrays.copyOfRange(arguments, end + 1, arguments.length);
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
