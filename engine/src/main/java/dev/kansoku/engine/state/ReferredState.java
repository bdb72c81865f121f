// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.UserEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells that part of the state that chosen events refer to, and nothing of others: the processes
 * that they are of, whole and with their open files, those processes' ancestors and the ones that
 * parameters name in brief, the users, groups, containers and pods of all these. Each is told right
 * before the first event that refers to it; how a process that was told whole goes on is for {@link
 * #concerns} to say. Not thread-safe.
 */
public final class ReferredState {
    private static final int LONGEST_WALK = 512;

    /** So many threads are remembered before those that have ended are looked for. */
    private static final int FIRST_CLEANING = 4096;

    private static final byte[] CLONES = clones();
    private static final int CLONE = 1;
    private static final int DIRECTORY = 2;

    private final SystemState state;
    private final StateWriter writer;
    private final LongMap<Told> threads = new LongMap<>(64);
    private final Set<String> users = new HashSet<>();
    private final Set<String> groups = new HashSet<>();
    private final Set<String> containers = new HashSet<>();
    private final Set<String> pods = new HashSet<>();
    private final List<ThreadState> lineage = new ArrayList<>();
    private int cleaning = FIRST_CLEANING;

    /** A thread as it was told. */
    private static final class Told {
        final ThreadState thread;
        boolean whole;
        long parent;
        KeptText comm = KeptText.EMPTY;
        KeptText exe = KeptText.EMPTY;
        KeptText exepath = KeptText.EMPTY;
        KeptText args = KeptText.EMPTY;
        long enter;

        Told(ThreadState thread) {
            this.thread = thread;
        }
    }

    public ReferredState(SystemState state) {
        this.state = state;
        this.writer = new StateWriter(state);
    }

    private static byte[] clones() {
        byte[] kinds = new byte[EventTable.size()];
        for (EventType type : EventTable.all()) {
            kinds[type.code()] =
                    switch (type.name()) {
                        case "clone", "clone3", "fork", "vfork" -> CLONE;
                        case "chdir", "fchdir" -> DIRECTORY;
                        default -> 0;
                    };
        }
        return kinds;
    }

    /** Nothing was told yet. */
    public void begin() {
        threads.clear();
        users.clear();
        groups.clear();
        containers.clear();
        pods.clear();
    }

    /** Tells what the event at hand, which the state has learned from, refers to. */
    public void before(Event event, StateWriter.Taker to) throws IOException {
        ThreadState thread = state.thread();
        if (thread != null) {
            ancestors(thread, event, to);
            whole(thread, event, to);
            surroundings(thread, event.timestamp(), to);
            enter(thread, event, to);
        }
        parameters(thread, event, to);
        if (threads.size() > cleaning) {
            clean();
        }
    }

    /** The same for an event that is wanted only since it {@link #concerns} what was told. */
    public void beforeState(Event event, StateWriter.Taker to) throws IOException {
        ThreadState thread = state.thread();
        if (thread != null) {
            whole(thread, event, to);
            enter(thread, event, to);
        }
    }

    /** Tells what is known better behind the event at hand than before it. */
    public void after(Event event, StateWriter.Taker to) throws IOException {
        ThreadState thread = state.thread();
        if (thread != null && CLONES[event.code()] == DIRECTORY) {
            ThreadState process = thread.process();
            writer.thread(event.timestamp(), process, to);
        }
    }

    /** Whether the event at hand changes something that was told, and is wanted for that. */
    public boolean concerns(Event event) {
        if (EventRoles.isBeginning(event.code()) || state.ignores(event.code())) {
            return false;
        }
        ThreadState thread = state.thread();
        if (thread == null) {
            ContainerState container = state.container();
            return container != null && containers.contains(container.id());
        }
        return isWhole(thread) || isWhole(thread.process());
    }

    private boolean isWhole(ThreadState thread) {
        Told told = threads.get(thread.tid);
        return told != null && told.thread == thread && told.whole;
    }

    /** The thread and its process. */
    private void whole(ThreadState thread, Event event, StateWriter.Taker to) throws IOException {
        if (isWhole(thread) && !isElsewhere(thread)) {
            return;
        }
        ThreadState process = thread.process();
        boolean known = isWhole(process);
        if (process != thread && (!known || isElsewhere(process))) {
            tell(process, event, to);
        }
        boolean again = isWhole(thread);
        tell(thread, event, to);
        if (again) {
            return;
        }
        if (!known && process.group != null) {
            for (ThreadState member : new ArrayList<>(process.group.members)) {
                if (member != thread && member != process && !member.dead) {
                    tell(member, event, to);
                }
            }
        }
        if (!known || thread.fds() == thread.ownFds) {
            List<FdState> fds = new ArrayList<>();
            thread.fds().forEach(fds::add);
            ThreadState owner = thread.fds() == process.ownFds ? process : thread;
            for (FdState fd : fds) {
                writer.fd(event.timestamp(), owner, fd, to);
            }
        }
    }

    private boolean isElsewhere(ThreadState thread) {
        Told told = threads.get(thread.tid);
        return told == null || told.parent != parentOf(thread);
    }

    private static long parentOf(ThreadState thread) {
        return thread.parent == null ? thread.ppid : thread.parent.tid;
    }

    private void tell(ThreadState thread, Event event, StateWriter.Taker to) throws IOException {
        long enter = 0;
        Told before = threads.get(thread.tid);
        if (before != null && before.thread == thread) {
            enter = before.enter;
        }
        Told told = note(thread);
        told.whole = true;
        told.enter = enter;
        boolean cloned = CLONES[event.code()] == CLONE && thread == state.thread();
        writer.thread(
                event.timestamp(),
                thread.tid,
                ThreadEntries.toldBefore(thread, event.timestamp(), cloned),
                to);
        if (before == null || before.thread != thread) {
            writer.beginning(event.timestamp(), thread, to);
        }
    }

    private Told note(ThreadState thread) {
        Told told = new Told(thread);
        told.parent = parentOf(thread);
        told.comm = thread.comm;
        told.exe = thread.exe;
        told.exepath = thread.exepath;
        told.args = thread.args;
        threads.put(thread.tid, told);
        return told;
    }

    private void ancestors(ThreadState thread, Event event, StateWriter.Taker to)
            throws IOException {
        lineage.clear();
        ThreadState at = thread.process().parent;
        for (int i = 0; i < LONGEST_WALK && at != null; i++) {
            ThreadState process = at.process();
            lineage.add(at);
            if (process != at) {
                lineage.add(process);
            }
            at = process.parent;
        }
        for (int i = lineage.size() - 1; i >= 0; i--) { // a child finds its parent there
            brief(lineage.get(i), event.timestamp(), to);
        }
    }

    /** A thread that is shown by others. */
    private void brief(ThreadState thread, long timestamp, StateWriter.Taker to)
            throws IOException {
        if (thread.placeholder) {
            return;
        }
        Told told = threads.get(thread.tid);
        if (told != null && told.thread == thread) {
            if (told.whole && told.parent == parentOf(thread)) {
                return;
            }
            if (!told.whole
                    && told.comm == thread.comm
                    && told.exe == thread.exe
                    && told.exepath == thread.exepath
                    && told.args == thread.args
                    && told.parent == parentOf(thread)) {
                return;
            }
        }
        boolean whole = told != null && told.thread == thread && told.whole;
        long enter = told != null && whole ? told.enter : 0;
        Told now = note(thread);
        now.whole = whole;
        now.enter = enter;
        writer.thread(
                timestamp,
                thread.tid,
                whole ? ThreadEntries.told(thread) : ThreadEntries.toldInBrief(thread),
                to);
        if (told == null || told.thread != thread) {
            writer.beginning(timestamp, thread, to);
        }
    }

    /** Container, pod and users of a thread. */
    private void surroundings(ThreadState thread, long timestamp, StateWriter.Taker to)
            throws IOException {
        ContainerState container = state.containers().of(thread);
        if (container != null && containers.add(container.id())) {
            writer.container(timestamp, container, to);
        }
        if (state.pods().size() > 0) {
            PodState pod = state.pods().of(thread, container);
            if (pod != null && pods.add(pod.uid())) {
                writer.pod(timestamp, pod, to);
            }
        }
        user(thread, thread.uid, timestamp, to);
        group(thread, thread.gid, timestamp, to);
        user(thread, thread.loginUid, timestamp, to);
    }

    private void user(@Nullable ThreadState thread, long uid, long at, StateWriter.Taker to)
            throws IOException {
        UserEntry user = state.users().user(thread, uid);
        String where = state.users().where(thread, uid);
        if (user != null && users.add(where + '/' + uid)) {
            writer.user(at, user, where, to);
        }
    }

    private void group(@Nullable ThreadState thread, long gid, long at, StateWriter.Taker to)
            throws IOException {
        GroupEntry group = state.users().group(thread, gid);
        String where = state.users().where(thread, gid);
        if (group != null && groups.add(where + '/' + gid)) {
            writer.group(at, group, where, to);
        }
    }

    /** The enter of a call, before its exit. */
    private void enter(ThreadState thread, Event event, StateWriter.Taker to) throws IOException {
        Told told = threads.get(thread.tid);
        if (told == null) {
            return;
        }
        if (EventRoles.isBeginning(event.code())) {
            told.enter = event.timestamp();
            return;
        }
        byte[] enter = state.endedEnter();
        if (enter == null) {
            return;
        }
        long began = LittleEndian.signed(enter, EventHeader.TIMESTAMP, 8);
        if (told.enter != began) {
            told.enter = began;
            writer.call(enter, state.endedHeader(), state.endedParameters(), to);
        }
    }

    /** Whom numbers in the event stand for. */
    private void parameters(@Nullable ThreadState thread, Event event, StateWriter.Taker to)
            throws IOException {
        int count = Math.min(event.parameterCount(), event.type().parameters().size());
        for (int i = 0; i < count; i++) {
            switch (event.type().parameter(i).type()) {
                case PID, PID32 -> {
                    ThreadState other = event.has(i) ? state.threads().get(event.signed(i)) : null;
                    if (other != null && !isWhole(other)) {
                        brief(other, event.timestamp(), to);
                    }
                }
                case UID -> {
                    if (event.has(i)) {
                        user(thread, event.unsigned(i), event.timestamp(), to);
                    }
                }
                case GID -> {
                    if (event.has(i)) {
                        group(thread, event.unsigned(i), event.timestamp(), to);
                    }
                }
                default -> {
                    // names nobody
                }
            }
        }
    }

    /** Forgets threads that have ended. */
    private void clean() {
        List<Told> ended = new ArrayList<>();
        threads.forEach(
                told -> {
                    if (!state.threads().has(told.thread)) {
                        ended.add(told);
                    }
                });
        for (Told told : ended) {
            threads.remove(told.thread.tid);
        }
        cleaning = Math.max(FIRST_CLEANING, threads.size() * 2);
    }
}
