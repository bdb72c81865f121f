// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.process.ProcTables;
import dev.kansoku.capture.process.ProcessReader;
import dev.kansoku.ffi.Processes;
import dev.kansoku.ffi.Ptrace;
import dev.kansoku.ffi.WaitStatus;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * The thread that traces. It alone may wait for and resume the traced, since the kernel ties them
 * to it; so everything here runs in it, but {@link #stop}.
 *
 * <p>All threads of the command or the pids are traced, and what they start. In the end all that
 * still run are let go, none is killed; a command dies with this process while it is traced, as far
 * as this process dies without an end.
 */
final class Tracer implements Runnable {
    private static final int ESRCH = 3;
    private static final int SIGTRAP = 5;
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;
    private static final int SIGTTOU = 22;
    private static final int ECHILD = 10;
    private static final long OPTIONS =
            Ptrace.OPTION_CALLS | Ptrace.OPTION_CHILDREN | Ptrace.OPTION_EXEC | Ptrace.OPTION_EXIT;
    private static final int WAIT = CommandStart.WAIT;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private final LiveOptions options;
    private final EventMaker events;
    private final EntryNotes entries;
    private final Escapes escapes;
    private final ProcessReader reader;
    private final IntPredicate foreign;
    private final Consumer<String> notes;
    private final Start start;
    private final Ptrace ptrace = new Ptrace();
    private final MemorySegment status = Arena.ofAuto().allocate(JAVA_INT);
    private final Map<Integer, Tracee> tracees = new HashMap<>();
    private final TracedCommand command = new TracedCommand();

    /** Whether the kernel lets calls pass; such tracees cannot do without their tracer. */
    private boolean filtered;

    private volatile CallChoice choice;
    private volatile boolean asked;
    private volatile boolean askSeen;
    private volatile boolean stopping;
    private volatile boolean stopSeen;
    private volatile boolean quiet;
    private volatile int held;
    private volatile int thread;

    /** Is told once how the start went, by the tracing thread. */
    interface Start {
        void begun(ProcTables tables);

        void failed(IOException reason);
    }

    Tracer(
            LiveOptions options,
            EventMaker events,
            ProcessReader reader,
            IntPredicate foreign,
            Consumer<String> notes,
            Start start) {
        this.options = options;
        this.events = events;
        this.entries = new EntryNotes(events);
        this.escapes = new Escapes(ptrace, events.memory());
        this.foreign = foreign;
        this.notes = notes;
        this.choice = CallChoice.of(options.demand(), options.demand().events());
        this.reader = reader;
        this.start = start;
    }

    TracedCommand command() {
        return command;
    }

    /** Asks for the end. Safe from every thread. */
    void stop() {
        asked = true;
        stopping = true;
    }

    /** Whether {@link #stop} has been noticed; until then the thread may need to be woken. */
    boolean hasSeenStop() {
        return stopSeen && askSeen;
    }

    /** Whether nothing is told any more though the tracer may go on. */
    boolean isQuiet() {
        return quiet;
    }

    /** How many threads go on that cannot do without the tracer. */
    int held() {
        return held;
    }

    /** Tells of other calls from now on. Safe from every thread. */
    void choose(CallChoice newChoice) throws CaptureException {
        BitSet more = newChoice.stopping();
        more.andNot(CallChoice.of(options.demand(), options.demand().events()).stopping());
        if (filtered && !more.isEmpty()) {
            throw new CaptureException(
                    "the command was started under a filter that does not tell of these calls"
                            + " (ptrace); --outlive starts it without");
        }
        choice = newChoice;
    }

    /** The tracing thread's number, 0 before it runs. */
    int thread() {
        return thread;
    }

    @Override
    public void run() {
        thread = Processes.currentThread();
        try {
            Set<Integer> pids = attach();
            if (options.scope().command().isEmpty()) {
                start.begun(ProcTables.of(pids));
            } else {
                launch(pids);
            }
        } catch (IOException e) {
            start.failed(e);
            ended();
            return;
        }
        try {
            trace();
        } finally {
            ended();
            events.close();
        }
    }

    private void ended() {
        stopSeen = true;
        askSeen = true;
    }

    /**
     * @param others processes that are observed beside the command
     */
    private void launch(Set<Integer> others) throws CaptureException {
        CallProgram program =
                options.launch().outlives() || choice.isOfAll() || !others.isEmpty()
                        ? null
                        : new CallProgram(choice.stopping());
        CommandStart.Started started = new CommandStart(ptrace, options, program, notes).start();
        int pid = started.pid();
        if (foreign.test(pid)) {
            Processes.kill(pid, SIGKILL);
            Processes.await(pid, status, WAIT);
            throw new CaptureException(
                    started.file()
                            + " is a 32-bit program, whose calls ptrace does not know;"
                            + " it was not run. eBPF tells of them (as root)");
        }
        filtered = started.filtered();
        command.started(pid);
        ptrace.options(
                pid, OPTIONS | Ptrace.OPTION_EXIT_KILL | (filtered ? Ptrace.OPTION_SECCOMP : 0));
        Tracee tracee = new Tracee(pid, pid);
        tracee.fresh = false;
        tracee.inCall = true;
        tracee.entry = entries.executed(CommandStart.EXECVE, started.file());
        tracees.put(pid, tracee);
        others.add(pid);
        start.begun(ProcTables.of(others));
        go(tracee, 0);
    }

    /** Takes hold of the processes that are asked for, and returns which. */
    private Set<Integer> attach() throws IOException {
        List<Long> asked = options.scope().pids();
        if (asked.isEmpty()) {
            return new LinkedHashSet<>();
        }
        Set<Integer> pids = Relatives.withDescendants(asked, reader);
        for (int pid : pids) {
            boolean more = true;
            while (more) { // threads may start threads meanwhile
                more = false;
                for (int tid : ProcTables.numbers("/proc/" + pid + "/task")) {
                    if (!tracees.containsKey(tid)) {
                        more |= attach(pid, tid, asked.contains((long) pid));
                    }
                }
            }
            if (asked.contains((long) pid)
                    && tracees.values().stream().noneMatch(tracee -> tracee.pid == pid)) {
                notes.accept("process " + pid + " does not run");
            }
        }
        if (tracees.isEmpty()) {
            throw new CaptureException("none of the processes " + asked + " runs");
        }
        return pids;
    }

    private boolean attach(int pid, int tid, boolean asked) throws CaptureException {
        boolean other = foreign.test(tid);
        if (other && asked && tid == pid) {
            throw new CaptureException(
                    "process "
                            + pid
                            + " runs a 32-bit program, "
                            + ForeignPrograms.fileOf(pid)
                            + ", whose calls ptrace does not know; eBPF tells of them (as root)");
        }
        int error = ptrace.seize(tid, OPTIONS);
        if (error < 0) {
            if (tid == pid && error != -ESRCH && !AttachFailure.hasEnded(pid)) {
                String reason = AttachFailure.of(pid, -error);
                if (asked) {
                    throw new CaptureException(reason);
                }
                notes.accept(reason);
            }
            return false;
        }
        Tracee tracee = new Tracee(tid, pid);
        tracee.fresh = false;
        tracee.foreign = other;
        if (other && tid == pid) {
            noteForeign(tid);
        }
        tracees.put(tid, tracee);
        ptrace.interrupt(tid);
        return true;
    }

    private void trace() {
        while (!tracees.isEmpty()) {
            if (stopping && !stopSeen) {
                stopSeen = true;
                letGo();
                continue;
            }
            if (asked && !askSeen) {
                askSeen = true;
                askToEnd();
            }
            int tid = Processes.await(-1, status, WAIT);
            if (tid == -ECHILD) {
                return;
            }
            if (tid > 0) {
                told(tid, Processes.status(status));
            }
        }
    }

    /**
     * Stops what runs, so that it can be detached. What is stopped already tells so by itself. What
     * the kernel filters for a tracer goes on with it, since its calls would fail without.
     */
    private void letGo() {
        if (filtered) {
            events.mute();
            held = tracees.size();
            quiet = true;
            return;
        }
        for (Tracee tracee : List.copyOf(tracees.values())) {
            if (tracee.waiting) {
                ptrace.detach(tracee.tid, 0);
                tracees.remove(tracee.tid);
            } else {
                ptrace.interrupt(tracee.tid);
            }
        }
    }

    /** Those that cannot be let go are asked to end where the capture is to end before them. */
    private void askToEnd() {
        if (!filtered) {
            return;
        }
        Set<Integer> pids = new LinkedHashSet<>();
        tracees.values().forEach(tracee -> pids.add(tracee.pid));
        for (int pid : pids) {
            if (pid > 0) {
                Processes.kill(pid, SIGTERM);
                Processes.kill(pid, SIGCONT); // a stopped one would not notice
            }
        }
    }

    private void told(int tid, int word) {
        if (!WaitStatus.isStopped(word)) {
            tracees.remove(tid);
            held = tracees.size();
            if (tid == command.number()) {
                if (!asked) {
                    command.ended(WaitStatus.asShell(word));
                }
                stopping = true;
            }
            return;
        }
        Tracee tracee = tracees.get(tid);
        if (tracee == null) {
            tracee = new Tracee(tid, Math.max(0, reader.processOf(tid)));
            tracees.put(tid, tracee);
        }
        int signal = WaitStatus.stopSignal(word);
        int event = WaitStatus.event(word);
        int deliver = 0;
        if (event == Ptrace.EVENT_STOP) {
            if ((filtered || !stopSeen) && waits(tracee, signal)) {
                return;
            }
        } else if (event != 0) {
            tracee = happened(tracee, event);
        } else if (signal == (SIGTRAP | Ptrace.CALL_STOP)) {
            atCall(tracee);
        } else {
            deliver = signal;
            if (choice.signals()) {
                events.signalled(tid, ptrace.signalSender(tid), tracee.pid, signal);
            }
        }
        if (stopSeen && !filtered && event != Ptrace.EVENT_EXIT) {
            ptrace.detach(tid, deliver);
            tracees.remove(tid);
        } else {
            go(tracee, deliver);
        }
    }

    /** On to the next stop: where the kernel filters, calls stop by themselves at their entry. */
    private void go(Tracee tracee, int signal) {
        if ((filtered || tracee.foreign) && !tracee.inCall) {
            ptrace.release(tracee.tid, signal);
        } else {
            ptrace.resume(tracee.tid, signal);
        }
    }

    /** A first stop, or one of the whole process; returns whether the tracee stays in it. */
    private boolean waits(Tracee tracee, int signal) {
        if (tracee.fresh) {
            tracee.fresh = false;
            Call.Entry made = tracee.made;
            if (made == null) {
                tracee.waiting = true;
                return true;
            }
            born(tracee, made);
        } else if (signal >= SIGSTOP && signal <= SIGTTOU) {
            ptrace.listen(tracee.tid);
            return true;
        }
        return false;
    }

    private void born(Tracee child, Call.Entry made) {
        events.returned(child.pid, child.tid, made, 0, 0);
        child.made = null;
    }

    private Tracee happened(Tracee tracee, int event) {
        long message = ptrace.eventMessage(tracee.tid);
        switch (event) {
            case Ptrace.EVENT_FORK, Ptrace.EVENT_VFORK, Ptrace.EVENT_CLONE ->
                    made(tracee, (int) message, event);
            case Ptrace.EVENT_EXEC -> {
                Tracee now = executed(tracee, (int) message);
                loaded(now);
                return now;
            }
            case Ptrace.EVENT_SECCOMP -> atCall(tracee);
            case Ptrace.EVENT_EXIT -> events.ended(tracee.tid, message, reaper(tracee));
            default -> {
                return tracee;
            }
        }
        return tracee;
    }

    private void made(Tracee parent, int tid, int event) {
        if (tid <= 0) {
            return;
        }
        Tracee child = tracees.get(tid);
        if (child == null) {
            child = new Tracee(tid, Math.max(0, reader.processOf(tid)));
            tracees.put(tid, child);
        }
        child.foreign = parent.foreign;
        child.made =
                parent.foreign ? Call.Entry.birth(event, child.pid == parent.pid) : parent.entry;
        child.parent = child.pid == parent.pid ? parent.parent : parent.pid;
        if (child.waiting) {
            child.waiting = false;
            born(child, child.made);
            go(child, 0);
        }
    }

    /** After an execve the calling thread has its process's number, whatever it had before. */
    private Tracee executed(Tracee tracee, int former) {
        Tracee caller = tracees.get(former);
        if (former == tracee.tid || caller == null) {
            return tracee;
        }
        tracees.remove(former);
        Tracee leader = new Tracee(tracee.tid, tracee.pid);
        leader.fresh = false;
        leader.inCall = caller.inCall;
        leader.entry = caller.entry;
        leader.enteredNanos = caller.enteredNanos;
        leader.parent = caller.parent;
        leader.foreign = caller.foreign;
        tracees.put(leader.tid, leader);
        return leader;
    }

    /** A program has been loaded; its execve returns next. */
    private void loaded(Tracee tracee) {
        boolean before = tracee.foreign;
        tracee.foreign = foreign.test(tracee.tid);
        if (tracee.foreign && !before) {
            noteForeign(tracee.tid);
        }
        if (!tracee.inCall) { // a foreign program's execve did not stop at its entry
            tracee.inCall = true;
            tracee.enteredNanos = 0;
            tracee.entry =
                    entries.executed(CommandStart.EXECVE, ForeignPrograms.fileOf(tracee.tid));
        }
    }

    private void noteForeign(int tid) {
        notes.accept(
                "process "
                        + tid
                        + " runs a 32-bit program, "
                        + ForeignPrograms.fileOf(tid)
                        + ": ptrace tells of its start, its children and its end, not of its calls;"
                        + " eBPF tells of them (as root)");
    }

    private void atCall(Tracee tracee) {
        if (!ptrace.readCall(tracee.tid)) {
            return;
        }
        if (ptrace.place() == Ptrace.AT_ENTRY || ptrace.place() == Ptrace.AT_SECCOMP) {
            long number = ptrace.isOwnCall() ? ptrace.number() : -1;
            boolean begins = !tracee.foreign && choice.tellsBegin(number);
            tracee.inCall = !tracee.foreign && choice.tellsEnd(number);
            if (begins || tracee.inCall) {
                tracee.entry = entries.take(ptrace, tracee.tid);
                tracee.enteredNanos = System.nanoTime();
                escapes.prevent(tracee.tid, tracee.entry);
            }
            if (begins) {
                events.entered(tracee.pid, tracee.tid, tracee.entry);
            }
        } else if (ptrace.place() == Ptrace.AT_EXIT && tracee.inCall) {
            tracee.inCall = false;
            events.returned(
                    tracee.pid, tracee.tid, tracee.entry, tracee.enteredNanos, ptrace.result());
        }
    }

    /**
     * Who takes over the children of a thread that ends; 0 where it has none that are known, or
     * where that depends on who asked to reap, which the calls themselves tell.
     */
    private long reaper(Tracee ending) {
        boolean children = false;
        boolean threads = false;
        for (Tracee other : tracees.values()) {
            children |= other.parent == ending.pid && other.pid != ending.pid;
            threads |= other.pid == ending.pid && other != ending;
        }
        if (!children) {
            return 0;
        }
        return threads ? ending.pid : 0;
    }
}
