// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of the system at the event at hand: {@link #apply} brings it up to an event,
 * then the accessors answer for that event.
 *
 * <p>Captures of the older generation hold an enter and an exit for each call, newer ones the exit
 * alone with all parameters; both lead to the same state, since an exit's handler asks for
 * parameters by name and takes them from wherever they are (see {@link MergedParameter}). A capture
 * of the newer generation may hold enters beside its exits. Not thread-safe.
 */
public final class SystemState implements StartListener {
    /** Names and addresses of fds that are remembered to be used again. */
    private static final int SHARED_TEXTS = 8192;

    private static final FdPlan FDS = new FdPlan();

    private final FdBudget budget;
    private final ThreadTable threads;
    private final ContainerTable containers;
    private final UserDirectory users;
    private final PodTable pods;
    private final NetworkInterfaces interfaces = new NetworkInterfaces();
    private final Deferred deferred = new Deferred();
    private final Handlers handlers = new Handlers();
    private final StartTables start;
    private final Moment moment = new Moment();
    private final KeptEnters enters;

    /** The enter of the call that the event at hand ends, and its buffer. */
    private final Event enter = new Event();

    private byte @Nullable [] endedEnter;
    private int endedHeader;
    private int endedParameters;
    private @Nullable MachineEntry machine;
    private long latency;
    private boolean old;

    /** Whether the event at hand shows what later events of its thread do not. */
    private boolean passing;

    private int tableChanges;

    /**
     * Whether this capture's exits tell all although there are enters too: the state then learns
     * from exits as if these were alone.
     */
    private boolean complete;

    public SystemState() {
        this(StateLimits.DEFAULT);
    }

    public SystemState(StateLimits limits) {
        budget = new FdBudget(limits);
        threads = new ThreadTable(limits, budget);
        enters = threads.texts().enters;
        containers = new ContainerTable(limits);
        pods = new PodTable(limits);
        users = new UserDirectory(containers, limits);
        SharedTexts texts = new SharedTexts(SHARED_TEXTS);
        SocketNames names = new SocketNames(texts);
        Paths paths = new Paths(texts);
        Endpoints endpoints = new Endpoints(texts);
        start = new StartTables(threads, interfaces, names, paths, texts);
        new CloneEvents(threads).register(handlers);
        new ExecEvents(threads, paths).register(handlers);
        new ProcessEvents(threads, deferred, paths).register(handlers);
        new CredentialEvents().register(handlers);
        new TerminalEvents().register(handlers);
        handlers.change(Handlers.Change.FDS);
        new OpenEvents(paths).register(handlers);
        new FdEvents(threads, deferred).register(handlers);
        new SocketEvents(names, endpoints).register(handlers);
        new TrafficEvents(names, endpoints, interfaces).register(handlers);
        handlers.change(Handlers.Change.TABLES);
        new ToldEvents(
                        new ToldFds(threads, start, names, endpoints, texts),
                        new ToldThreads(threads, start))
                .register(handlers);
        new UserEvents(users).register(handlers);
        new ContainerEvents(containers, new PodEvents(pods)).register(handlers);
    }

    /** What the last event ended is gone, and the start tables are complete. */
    void settle() {
        if (start.isOpen()) {
            threads.changed();
            start.close();
        }
        if (passing) {
            passing = false;
            tableChanges++;
        }
        if (deferred.isPending()) {
            deferred.settle(threads);
        }
    }

    /** The enter of the call that the event at hand ends, null where none was seen. */
    byte @Nullable [] endedEnter() {
        return endedEnter;
    }

    int endedHeader() {
        return endedHeader;
    }

    int endedParameters() {
        return endedParameters;
    }

    /** Brings threads and fds up to this event. */
    public void apply(Event event) {
        settle();
        if (endedEnter != null) {
            enters.release(endedEnter);
            endedEnter = null;
        }
        moment.move(event);
        latency = 0;
        old = false;
        int code = event.code();
        switch (EventRoles.of(code)) {
            case EventRoles.ENTER -> enter(event, code);
            case EventRoles.EXIT ->
                    exit(event, code, threads.atOrNew(event.tid(), event.timestamp()));
            case EventRoles.EXIT_OF_KNOWN ->
                    exit(event, code, threads.at(event.tid(), event.timestamp()));
            case EventRoles.NOTICE -> notice(threads.atOrNew(event.tid(), event.timestamp()));
            case EventRoles.NOTICE_OF_KNOWN -> notice(threads.at(event.tid(), event.timestamp()));
            case EventRoles.MENTION -> moment.thread = threads.at(event.tid(), event.timestamp());
            case EventRoles.SWITCH -> switched(threads.at(event.tid(), event.timestamp()));
            default -> {
                // an event of no thread
            }
        }
        EventHandler handler = handlers.of(code);
        if (handler != null) {
            moment.early = complete;
            moment.begin();
            handler.apply(moment);
            changed(handlers.changeBy(code));
        }
    }

    private void changed(Handlers.Change change) {
        if (change == Handlers.Change.FDS) {
            return;
        }
        threads.changed();
        if (moment.thread != null) {
            moment.thread.changed();
        }
        if (change == Handlers.Change.TABLES) {
            tableChanges++;
            passing = true;
        }
    }

    private void notice(@Nullable ThreadState thread) {
        moment.thread = thread;
        if (thread != null) {
            thread.lastLatency = 0;
        }
    }

    private void switched(@Nullable ThreadState thread) {
        moment.thread = thread;
        latency = thread == null ? 0 : thread.lastLatency;
    }

    private void enter(Event event, int code) {
        ThreadState thread = threads.atOrNew(event.tid(), event.timestamp());
        if (thread == null) {
            return;
        }
        int parameter = FDS.parameter(code);
        long fd = parameter >= 0 && event.has(parameter) ? event.signed(parameter) : -1;
        enters.release(thread.enter);
        thread.enter = enters.keep(event);
        thread.enterCode = thread.enter == null ? -1 : code;
        thread.enterParameters = event.parameterCount();
        thread.enterHeader = event.headerSize();
        thread.enterTimestamp = event.timestamp();
        thread.enterFd = fd;
        thread.lastLatency = 0;
        thread.lastCall = event.timestamp();
        moment.thread = thread;
        moment.fdNumber = fd;
        old = true;
    }

    private void exit(Event event, int code, @Nullable ThreadState thread) {
        moment.thread = thread;
        if (thread == null) {
            return;
        }
        boolean whole = event.parameterCount() >= event.type().parameters().size();
        complete = complete || whole && EventRoles.tellsAll(code);
        moment.callBegan = thread.lastCall;
        thread.lastCall = event.timestamp();
        ThreadState caller = thread;
        if (EventRoles.isExecution(code) && !isEnd(code, thread.enterCode) && !moment.failed()) {
            caller = executing(thread, code);
        }
        byte[] kept = caller.enter;
        if (kept != null && isEnd(code, caller.enterCode)) {
            latency = Math.max(0, event.timestamp() - caller.enterTimestamp);
            thread.lastLatency = latency;
            moment.callBegan = caller.enterTimestamp;
            if (!complete || !whole) {
                enter.wrap(kept, 0, caller.enterHeader, caller.enterParameters);
                moment.enter = enter;
                moment.fdNumber = caller.enterFd;
                old = true;
            }
        }
        endedEnter = kept;
        endedHeader = caller.enterHeader;
        endedParameters = caller.enterParameters;
        caller.enter = null;
        caller.enterCode = -1;
        if (caller != thread) {
            threads.texts().leaveCall(thread);
        }
        int parameter = FDS.parameter(code);
        if (parameter >= 0 && event.has(parameter) && (!old || FDS.overridesEnter(code))) {
            moment.fdNumber = event.signed(parameter);
        }
    }

    /** Whether an exit ends the call of an enter. */
    private static boolean isEnd(int code, int enterCode) {
        return enterCode >= 0
                && (enterCode == code - 1
                        || (EventRoles.isExecution(code) && isExecOfAt(code, enterCode)));
    }

    /**
     * The thread that executes a program: it takes over the id of the main thread, so that its
     * enter is of another thread than its exit.
     */
    private static ThreadState executing(ThreadState main, int code) {
        ThreadGroup group = main.group;
        if (group != null) {
            for (ThreadState member : group.members) {
                if (isEnd(code, member.enterCode)) {
                    return member;
                }
            }
        }
        return main;
    }

    /** An execveat that succeeds ends as an execve. */
    private static boolean isExecOfAt(int code, int enterCode) {
        return EventTable.type(code).name().equals("execve")
                && EventTable.type(enterCode).name().equals("execveat");
    }

    /**
     * Whether events of this code could be passed over without {@link #apply} and the state still
     * be right afterwards; latency and enter of the call are then not known.
     */
    public boolean ignores(int code) {
        if (handlers.of(code) != null) {
            return false;
        }
        return !EventRoles.isBeginning(code) || handlers.of(code + 1) == null;
    }

    @Override
    public void section() {
        tableChanges++;
        threads.clear();
        users.clear();
        containers.clear();
        pods.clear();
        interfaces.clear();
        deferred.clear();
        start.clear();
        moment.move(new Event());
        endedEnter = null;
        machine = null;
        complete = false;
    }

    @Override
    public void machine(MachineEntry machine) {
        this.machine = machine;
    }

    @Override
    public void process(ProcessEntry process) {
        start.process(process);
    }

    @Override
    public void fd(long tid, FdEntry fd) {
        start.fd(tid, fd);
    }

    @Override
    public void user(UserEntry user) {
        tableChanges++;
        users.put("", user);
    }

    @Override
    public void group(GroupEntry group) {
        tableChanges++;
        users.put("", group);
    }

    @Override
    public void networkInterface(InterfaceEntry networkInterface) {
        interfaces.add(networkInterface);
    }

    public ThreadTable threads() {
        return threads;
    }

    public UserDirectory users() {
        return users;
    }

    public ContainerTable containers() {
        return containers;
    }

    /**
     * The container that the event at hand describes, or that its thread runs in; null where there
     * is none, or nothing told of it.
     */
    public @Nullable ContainerState container() {
        if (moment.container != null) {
            return moment.container;
        }
        return moment.thread == null ? null : containers.of(moment.thread);
    }

    public PodTable pods() {
        return pods;
    }

    /**
     * The pod that the event at hand describes, or that its thread runs in; null where there is
     * none, or nothing told of it.
     */
    public @Nullable PodState pod() {
        if (moment.pod != null) {
            return moment.pod;
        }
        return pods.size() == 0 ? null : pods.of(moment.thread, container());
    }

    /** The addresses of the machine the events come from. */
    public NetworkInterfaces interfaces() {
        return interfaces;
    }

    /** The machine the events come from, null where its source did not say. */
    public @Nullable MachineEntry machine() {
        return machine;
    }

    /** How often the limits bit. */
    public StateLosses losses() {
        return new StateLosses(
                threads.evicted(),
                budget.refused(),
                containers.evicted(),
                containers.unread(),
                pods.evicted(),
                pods.unread(),
                threads.texts().budget.refused(),
                users.refused(),
                threads.late());
    }

    /**
     * The thread of the event at hand, a placeholder where nobody introduced it; null for an event
     * of no thread.
     */
    public @Nullable ThreadState thread() {
        return moment.thread;
    }

    /**
     * The fd that the event at hand acts on, creates or closes, as {@code fd.*} fields show it;
     * null where there is none.
     */
    public @Nullable FdState fd() {
        return moment.fd();
    }

    /** Another number where something about any process may be another. */
    public int changes() {
        return threads.changes();
    }

    /** Another number where something about users, groups or containers may be another. */
    public int tableChanges() {
        return tableChanges;
    }

    /** Whether the event at hand gave that fd its name, or another one. */
    public boolean fdNameChanged() {
        return moment.nameChanged();
    }

    /** The number of that fd, or -1: known even where the fd itself is not. */
    public long fdNumber() {
        return moment.fdNumber;
    }

    /**
     * Whether the event at hand is of a kind that acts on an fd or makes one, even where this one
     * failed to: {@code fd.num} then shows {@link #fdNumber()}, else nothing.
     */
    public boolean actsOnFd() {
        return moment.thread != null && FDS.acts(moment.event().code(), old);
    }

    /** Whether events of a code, of calls without an enter, act on an fd or make one. */
    public static boolean actsOnFd(int code) {
        return FDS.acts(code, false);
    }

    /** Which parameter of such an event is the number of that fd, -1 where none is. */
    public static int fdParameter(int code) {
        return FDS.parameter(code);
    }

    /** Whether the event at hand is of a call that its capture holds an enter of. */
    boolean isOfCallWithEnter() {
        return old;
    }

    /**
     * Asks a question as if the event at hand were of this thread and this fd, so that fields of
     * both show these. For lists of what there is, beside any event.
     */
    public boolean asIfOf(ThreadState thread, @Nullable FdState fd, BooleanSupplier question) {
        return moment.asIfOf(thread, fd, question);
    }

    /** For an exit in a capture with enters: the enter of the same call, else null. */
    public @Nullable Event enter() {
        return moment.enter;
    }

    /**
     * For an exit: nanoseconds since its enter, 0 where there was none. For a switch between two
     * calls: how long the first of them took.
     */
    public long latency() {
        return latency;
    }
}
