// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Parameter;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.ToldFd;
import dev.kansoku.event.start.ToldThread;
import dev.kansoku.event.start.UserEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is known of the system at this moment, so that who is told it, and all later events,
 * knows as much: as start tables, and as events that only carry state for what tables have no room
 * for. Used by the thread that the state belongs to. Not thread-safe.
 */
public final class StateWriter {
    private static final int CONTAINER = latest("container");
    private static final int USER_ADDED = latest("useradded");
    private static final int GROUP_ADDED = latest("groupadded");
    private static final int ASYNC = latest("asyncevent");
    private static final int CLONE = cloneExit();

    private final SystemState state;
    private final EventBuilder builder = new EventBuilder();
    private final Event event = new Event();

    /** Takes events; each is valid until this returns. */
    @FunctionalInterface
    public interface Taker {
        void take(Event event) throws IOException;
    }

    public StateWriter(SystemState state) {
        this.state = state;
    }

    private static int latest(String name) {
        int latest = -1;
        for (EventType type : EventTable.all()) {
            if (!type.isExit() && type.name().equals(name)) {
                latest = type.code();
            }
        }
        return latest;
    }

    private static int cloneExit() {
        int latest = -1;
        for (EventType type : EventTable.all()) {
            if (type.isExit() && type.name().equals("clone")) {
                latest = type.code();
            }
        }
        return latest;
    }

    /** Tells of the machine and its addresses. */
    public void machine(StartListener to) {
        MachineEntry machine = state.machine();
        if (machine != null) {
            to.machine(machine);
        }
        state.interfaces().tell(to);
    }

    /**
     * Tells all. What tables have room for goes to {@code tables}, then the rest to {@code events},
     * at a given time but for the beginnings of calls that go on.
     */
    public void all(long timestamp, StartListener tables, Taker events) throws IOException {
        state.settle();
        machine(tables);
        state.users().tell(tables);
        List<ThreadState> threads = threads();
        FdEntries fds = new FdEntries();
        for (ThreadState thread : threads) {
            thread.ownFds.forEach(fds::note);
        }
        for (ThreadState thread : threads) {
            tables.process(ThreadEntries.entry(thread));
        }
        for (ThreadState thread : threads) {
            if (thread.fds() == thread.ownFds) {
                thread.ownFds.forEach(fd -> tables.fd(thread.tid, fds.entry(fd)));
            }
        }
        describeSystem(timestamp, events);
        for (ThreadState thread : threads) {
            if (ThreadEntries.isMore(thread)) {
                thread(timestamp, thread, events);
            }
            if (thread.fds() == thread.ownFds) {
                for (FdState fd : list(thread.ownFds)) {
                    if (fds.isMore(fd)) {
                        fd(timestamp, thread, fd, events);
                    }
                }
            }
        }
        calls(threads, events);
    }

    private List<ThreadState> threads() {
        List<ThreadState> threads = new ArrayList<>();
        state.threads()
                .forEach(
                        thread -> {
                            if (!thread.placeholder && (!thread.dead || thread.isMain())) {
                                threads.add(thread);
                            }
                        });
        threads.sort(Comparator.comparingLong(ThreadState::tid));
        return threads;
    }

    private static List<FdState> list(FdTable table) {
        List<FdState> fds = new ArrayList<>();
        table.forEach(fds::add);
        return fds;
    }

    private void describeSystem(long timestamp, Taker to) throws IOException {
        List<ContainerState> containers = new ArrayList<>();
        state.containers().forEach(containers::add);
        for (ContainerState container : containers) {
            container(timestamp, container, to);
        }
        List<String> ids = new ArrayList<>();
        state.users().tellContainers((id, _) -> ids.add(id));
        for (String id : ids) {
            users(timestamp, id, to);
        }
        List<PodState> pods = new ArrayList<>();
        state.pods().forEach(pods::add);
        for (PodState pod : pods) {
            pod(timestamp, pod, to);
        }
    }

    /** Tells of a container. */
    void container(long timestamp, ContainerState container, Taker to) throws IOException {
        builder.begin(CONTAINER, timestamp, -1).text(ContainerWriter.write(container));
        give(to);
    }

    /** Tells of all users and groups of a container. */
    void users(long timestamp, String container, Taker to) throws IOException {
        UserTable table = state.users().of(container);
        if (table == null) {
            return;
        }
        List<UserEntry> users = new ArrayList<>();
        List<GroupEntry> groups = new ArrayList<>();
        table.tell(
                new StartListener() {
                    @Override
                    public void user(UserEntry user) {
                        users.add(user);
                    }

                    @Override
                    public void group(GroupEntry group) {
                        groups.add(group);
                    }
                });
        for (UserEntry user : users) {
            user(timestamp, user, container, to);
        }
        for (GroupEntry group : groups) {
            group(timestamp, group, container, to);
        }
    }

    void user(long timestamp, UserEntry user, String container, Taker to) throws IOException {
        builder.begin(USER_ADDED, timestamp, -1)
                .number(user.uid())
                .number(user.gid())
                .text(user.name())
                .text(user.home())
                .text(user.shell())
                .text(container);
        give(to);
    }

    void group(long timestamp, GroupEntry group, String container, Taker to) throws IOException {
        builder.begin(GROUP_ADDED, timestamp, -1)
                .number(group.gid())
                .text(group.name())
                .text(container);
        give(to);
    }

    void thread(long timestamp, ThreadState thread, Taker to) throws IOException {
        async(timestamp, thread.tid, ToldThread.EVENT_NAME, ThreadEntries.told(thread), to);
    }

    /** Tells of a thread, as {@link ThreadEntries} has it, that an event of this time refers to. */
    void thread(long timestamp, long tid, byte[] told, Taker to) throws IOException {
        async(timestamp, tid, ToldThread.EVENT_NAME, told, to);
    }

    /**
     * Tells of a thread in the words of other readers, as if it began: they pass over what only
     * this project knows, and have the thread's name from here.
     */
    void beginning(long timestamp, ThreadState thread, Taker to) throws IOException {
        builder.begin(CLONE, timestamp, thread.tid);
        for (Parameter parameter : EventTable.type(CLONE).parameters()) {
            switch (parameter.name()) {
                case "exe" -> builder.text(thread.exe.bytes);
                case "args" -> builder.bytes(thread.args.bytes);
                case "tid" -> builder.number(thread.tid);
                case "pid" -> builder.number(thread.pid);
                case "ptid" ->
                        builder.number(thread.parent == null ? thread.ppid : thread.parent.tid);
                case "cwd" -> builder.text(Bytes.EMPTY);
                case "fdlimit" -> builder.number(thread.fdLimit);
                case "comm" -> builder.text(thread.comm.bytes);
                case "cgroups" -> builder.bytes(thread.cgroups.bytes);
                case "flags" -> builder.number(thread.flags);
                case "uid" -> builder.number(thread.uid);
                case "gid" -> builder.number(thread.gid);
                case "vtid" -> builder.number(thread.vtid);
                case "vpid" -> builder.number(thread.vpid);
                case "pidns_init_start_ts" -> builder.number(thread.pidnsStart);
                default -> builder.number(0); // the result, and sizes
            }
        }
        give(to);
    }

    void pod(long timestamp, PodState pod, Taker to) throws IOException {
        async(timestamp, -1, PodWriter.EVENT, PodWriter.write(pod), to);
    }

    void fd(long timestamp, ThreadState thread, FdState fd, Taker to) throws IOException {
        async(timestamp, thread.tid, ToldFd.EVENT_NAME, FdEntries.told(fd), to);
    }

    private void async(long timestamp, long tid, String name, byte[] data, Taker to)
            throws IOException {
        builder.begin(ASYNC, timestamp, tid).number(0).text(name).bytes(data);
        give(to);
    }

    private void give(Taker to) throws IOException {
        builder.finish(event);
        event.origin(0, Event.STATE_ONLY);
        to.take(event);
    }

    /** Tells of the beginnings of calls that go on, in the order in which they began. */
    private void calls(List<ThreadState> threads, Taker to) throws IOException {
        List<ThreadState> calling = new ArrayList<>();
        for (ThreadState thread : threads) {
            if (thread.enter != null) {
                calling.add(thread);
            }
        }
        calling.sort(Comparator.comparingLong(thread -> thread.enterTimestamp));
        for (ThreadState thread : calling) {
            call(thread.enter, thread.enterHeader, thread.enterParameters, to);
        }
    }

    /** Tells of the beginning of a call. */
    void call(byte @Nullable [] enter, int header, int parameters, Taker to) throws IOException {
        if (enter != null) {
            event.wrap(enter, 0, header, parameters);
            event.origin(0, Event.STATE_ONLY);
            to.take(event);
        }
    }
}
