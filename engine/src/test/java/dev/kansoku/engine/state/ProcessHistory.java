// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.start.ProcessEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A made history of processes and threads: a small kernel that forks, executes, renames and ends at
 * random, uses tids again, and tells of each step with the events that the real one makes.
 */
final class ProcessHistory {
    private static final int CLONE = Scene.newest("clone3", true);
    private static final int VFORK = Scene.newest("vfork", true);
    private static final int EXECVE = Scene.newest("execve", true);
    private static final int PRCTL = Scene.newest("prctl", true);
    private static final int PROCEXIT = Scene.newest("procexit", false);
    private static final int OTHER = Scene.newest("getuid", true);
    private static final int THREAD = CloneFlags.THREAD | CloneFlags.FILES;

    /** So many processes fit, and tids are used again after them all had their turn. */
    private static final int TIDS = 300;

    private static final int MOST_LIVING = 40;
    private static final long STEP_NANOS = 100_000;
    private static final long BEGAN = 1_000_000_000_000L;

    static final class Process {
        final long pid;
        @Nullable Process parent;
        String exe;
        final List<Task> tasks = new ArrayList<>();
        boolean subreaper;

        Process(long pid, @Nullable Process parent, String exe) {
            this.pid = pid;
            this.parent = parent;
            this.exe = exe;
        }
    }

    static final class Task {
        long tid;
        final Process process;
        String comm;
        final int id;

        /** The child of a vfork that this one waits for. */
        @Nullable Process waitsFor;

        Task(int id, long tid, Process process, String comm) {
            this.id = id;
            this.tid = tid;
            this.process = process;
            this.comm = comm;
        }
    }

    /** An event, the task that it is of, and what is to be shown with it. */
    record Told(int number, int task, byte[] bytes, int parameters, String expected) {
        void wrap(Event event) {
            event.wrap(bytes, 0, EventHeader.SIZE, parameters);
        }
    }

    private final Random random;
    private final List<Task> living = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final EventBuilder builder = new EventBuilder();
    private int tasks;
    private long nextTid = 2;
    private int names;
    private long now = BEGAN;

    private ProcessHistory(long seed) {
        random = new Random(seed);
    }

    static ProcessHistory of(long seed, int steps) {
        ProcessHistory history = new ProcessHistory(seed);
        Process init = new Process(1, null, "/bin/init");
        Task first = new Task(history.tasks++, 1, init, "init");
        init.tasks.add(first);
        history.living.add(first);
        while (history.told.size() < steps) {
            history.step();
        }
        return history;
    }

    List<Told> told() {
        return told;
    }

    List<Task> living() {
        return living;
    }

    void start(SystemState state) {
        ProcessEntry entry = new ProcessEntry();
        entry.tid = 1;
        entry.pid = 1;
        entry.ptid = 0;
        entry.vtid = 1;
        entry.vpid = 1;
        entry.comm = Bytes.ascii("init");
        entry.exe = Bytes.ascii("/bin/init");
        entry.cwd = Bytes.ascii("/");
        state.process(entry);
    }

    /** One more event, so that what the last one ended is gone. */
    void settle(SystemState state) {
        Event event = new Event();
        now += STEP_NANOS;
        builder.begin(OTHER, now, 1, 1).number(0);
        builder.finish(event);
        state.apply(event);
    }

    /**
     * The same events, those of different tasks moved by up to so many places; a task's own stay in
     * order.
     */
    List<Told> shuffled(Random by, int slack) {
        Map<Integer, Double> last = new HashMap<>();
        Map<Told, Double> place = new HashMap<>();
        for (Told event : told) {
            double at = event.number + by.nextDouble() * slack;
            double before = last.getOrDefault(event.task, -1.0);
            at = Math.max(at, before + 1e-6);
            last.put(event.task, at);
            place.put(event, at);
        }
        List<Told> order = new ArrayList<>(told);
        order.sort(Comparator.comparingDouble(place::get));
        return order;
    }

    private void step() {
        Task task = living.get(random.nextInt(living.size()));
        if (task.waitsFor != null) {
            return;
        }
        now += STEP_NANOS;
        int what = random.nextInt(100);
        if (what < 25 && living.size() < MOST_LIVING) {
            fork(task, what < 8);
        } else if (what < 35 && living.size() < MOST_LIVING && task.process.pid != 1) {
            thread(task);
        } else if (what < 50 && task.process.pid != 1) {
            execute(task);
        } else if (what < 58) {
            rename(task);
        } else if (what < 78 && task.process.pid != 1) {
            end(task);
        } else {
            builder.begin(OTHER, now, task.tid, 1).number(0);
            tell(task);
        }
    }

    private long freeTid() {
        while (true) {
            long tid = nextTid;
            nextTid = nextTid % TIDS + 2;
            if (living.stream().noneMatch(task -> task.tid == tid || task.process.pid == tid)) {
                return tid;
            }
        }
    }

    private void tell(Task task) {
        byte[] bytes = builder.toBytes();
        Event event = new Event();
        builder.finish(event);
        told.add(
                new Told(
                        told.size(),
                        task.id,
                        bytes,
                        event.parameterCount(),
                        task.process.pid + " " + task.comm));
    }

    private void fork(Task parent, boolean waits) {
        long pid = freeTid();
        Process process = new Process(pid, parent.process, parent.process.exe);
        process.subreaper = false;
        Task child = new Task(tasks++, pid, process, parent.comm);
        process.tasks.add(child);
        living.add(child);
        if (waits) {
            parent.waitsFor = process;
            now += STEP_NANOS;
            cloned(VFORK, child, 0, parent.process.pid, 0);
        } else {
            told(CLONE, parent, child, 0);
        }
    }

    private void thread(Task creator) {
        Task child = new Task(tasks++, freeTid(), creator.process, creator.comm);
        creator.process.tasks.add(child);
        living.add(child);
        told(CLONE, creator, child, THREAD);
    }

    /** Both exits of a clone, in any order. */
    private void told(int code, Task creator, Task child, int flags) {
        boolean childFirst = random.nextBoolean();
        for (int i = 0; i < 2; i++) {
            now += STEP_NANOS;
            if (i == 0 == childFirst) {
                long ppid = child.process.parent == null ? 0 : child.process.parent.pid;
                cloned(code, child, 0, ppid, flags);
            } else {
                parentCloned(code, creator, child.tid, flags);
            }
        }
    }

    private void parentCloned(int code, Task creator, long result, int flags) {
        Process above = creator.process.parent;
        cloned(code, creator, result, above == null ? 0 : above.pid, flags);
    }

    private void cloned(int code, Task task, long result, long ppid, int flags) {
        builder.begin(code, now, task.tid, 21)
                .number(result)
                .text(task.process.exe)
                .bytes(Bytes.ascii("-x\0"))
                .number(task.tid)
                .number(task.process.pid)
                .number(ppid)
                .text("")
                .number(1024);
        for (int i = 0; i < 5; i++) {
            builder.number(0);
        }
        builder.text(task.comm)
                .bytes(Bytes.ascii("cpu=/a\0"))
                .number(flags)
                .number(0)
                .number(0)
                .number(task.tid)
                .number(task.process.pid)
                .number(0);
        tell(task);
    }

    private void execute(Task task) {
        Process process = task.process;
        if (task.tid != process.pid || process.tasks.size() > 1) {
            for (Task other : List.copyOf(process.tasks)) {
                if (other != task && other.waitsFor != null) {
                    return;
                }
            }
            for (Task other : List.copyOf(process.tasks)) {
                if (other != task) {
                    now += STEP_NANOS;
                    ended(other, 0);
                    gone(other);
                }
            }
        }
        now += STEP_NANOS;
        task.tid = process.pid;
        task.comm = "prog" + names++;
        process.exe = "/bin/" + task.comm;
        builder.begin(EXECVE, now, task.tid, 16)
                .number(0)
                .text(process.exe)
                .bytes(Bytes.ascii("-y\0"))
                .number(task.tid)
                .number(process.pid)
                .number(process.parent == null ? 0 : process.parent.pid)
                .text("")
                .number(1024);
        for (int i = 0; i < 5; i++) {
            builder.number(0);
        }
        builder.text(task.comm).bytes(Bytes.ascii("cpu=/a\0")).bytes(Bytes.ascii("A=1\0"));
        tell(task);
        released(task);
    }

    /** A vfork's parent goes on when its child executes or ends. */
    private void released(Task child) {
        for (Task task : living) {
            if (task.waitsFor == child.process) {
                task.waitsFor = null;
                now += STEP_NANOS;
                parentCloned(VFORK, task, child.process.pid, 0);
                return;
            }
        }
    }

    private void rename(Task task) {
        task.comm = "name" + names++;
        builder.begin(PRCTL, now, task.tid, 4).number(0).number(15).text(task.comm).absent();
        tell(task);
    }

    private void end(Task task) {
        Process process = task.process;
        boolean last = process.tasks.size() == 1;
        long reaper = 0;
        if (last && living.stream().anyMatch(other -> other.process.parent == process)) {
            reaper = random.nextBoolean() ? 1 : 0;
        }
        ended(task, reaper);
        gone(task);
        if (last) {
            Process init = living.getFirst().process;
            for (Task other : living) {
                if (other.process.parent == process) {
                    other.process.parent = init;
                }
            }
            released(task);
        }
    }

    private void ended(Task task, long reaper) {
        builder.begin(PROCEXIT, now, task.tid, 5)
                .number(0)
                .number(0)
                .number(0)
                .number(0)
                .number(reaper);
        tell(task);
    }

    private void gone(Task task) {
        task.process.tasks.remove(task);
        living.remove(task);
    }
}
