// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.BroughtFds;
import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.CgroupLimit;
import dev.kansoku.capture.CommandHandle;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.Detail;
import dev.kansoku.capture.ExtraEvents;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.Payload;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.capture.process.BootClock;
import dev.kansoku.capture.process.Memory;
import dev.kansoku.capture.symbols.KernelSymbols;
import dev.kansoku.capture.symbols.UserSymbols;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.ffi.Capability;
import dev.kansoku.ffi.SystemCallException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events that the kernel programs write, merged by time.
 *
 * <p>An event is delivered when no earlier one can come any more ({@link Watermarks}). Delivering
 * copies an event out of its ring and allocates nothing.
 */
public final class EbpfSource implements LiveSource {
    /** How long the reader rests where there is nothing to deliver, in nanoseconds. */
    static final long REST = 1_000_000;

    /** Every how many rests the reader asks whether the observed processes still run. */
    private static final int RESTS_PER_QUESTION = 5;

    /** From when on nothing is held back for the name of a cgroup, in percent of a ring. */
    private static final int FULL = 25;

    static final int MAX_EVENT = 1 << 16;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Held held;
    private final Skeleton skeleton;
    private final Control control;
    private final Narrowing narrowing;
    private final CpuAccounts accounts;
    private final Extras extras;
    private final Ring[] rings;
    private final Merger merger;
    private final LossEvents losses;
    private final Pressure pressure;
    private final CgroupLimits limits;
    private final PayloadRules payload;
    private final Scope scope;
    private final StartTables startTables;
    private final BootClock clock;
    private final Converter converter = new Converter();
    private final KernelSymbols kernelSymbols = new KernelSymbols();
    private final SideDetail detail = new SideDetail(kernelSymbols, new UserSymbols());
    private final Set<Detail> details;
    private final byte[] bytes = new byte[MAX_EVENT];
    private final long epochOffset;
    private final @Nullable StartedCommand command;

    private volatile boolean stopping;
    private boolean started;
    private boolean closed;
    private boolean draining;
    private int rests;
    private long number;

    private EbpfSource(
            Held held,
            Skeleton skeleton,
            Control control,
            Narrowing narrowing,
            CpuAccounts accounts,
            Extras extras,
            Ring[] rings,
            Pressure pressure,
            CgroupLimits limits,
            LossEvents losses,
            PayloadRules payload,
            Scope scope,
            BootClock clock,
            long epochOffset,
            StartTables startTables,
            @Nullable StartedCommand command,
            Set<Detail> details) {
        this.held = held;
        this.skeleton = skeleton;
        this.control = control;
        this.narrowing = narrowing;
        this.accounts = accounts;
        this.extras = extras;
        this.rings = rings;
        this.merger = new Merger(rings, accounts, clock::now);
        this.losses = losses;
        this.pressure = pressure;
        this.limits = limits;
        this.payload = payload;
        this.scope = scope;
        this.clock = clock;
        this.epochOffset = epochOffset;
        this.startTables = startTables;
        this.command = command;
        this.details = details;
        narrowing.lasting().begin(epochOffset, merger::late);
        if (details.contains(Detail.KERNEL_STACK)) {
            kernelSymbols.read(); // while the kernel tells its addresses
        }
    }

    /**
     * Loads and attaches the programs, then starts the command, if there is one, or looks at what
     * runs.
     *
     * @param notes takes lines for the user, from the reading thread also while the capture runs
     * @throws CaptureException where the kernel or the rights do not allow it
     */
    public static EbpfSource open(LiveOptions options, Consumer<String> notes)
            throws CaptureException {
        try (EbpfPrograms programs = EbpfPrograms.load()) {
            return open(options, programs, notes);
        }
    }

    /**
     * The same with programs that are being loaded already.
     *
     * @param programs of which this takes what is loaded
     */
    public static EbpfSource open(
            LiveOptions options, EbpfPrograms programs, Consumer<String> notes)
            throws CaptureException {
        int cpus = Requirements.cpus();
        Requirements.check();
        CaptureScope asked = options.scope();
        LoadingPass loading =
                asked.command().isEmpty() || !asked.in().isEmpty() || asked.named() != null
                        ? new LoadingPass()
                        : null;
        Held held = new Held();
        try (loading) {
            RecipeMap recipes = new RecipeMap(); // while the kernel still checks programs
            Skeleton skeleton = held.add(programs.take());
            Control control = held.add(new Control(skeleton.map("bss")));
            CpuAccounts accounts = held.add(new CpuAccounts(skeleton.map("cpus"), cpus));
            long ringBytes = options.buffers().ringBytes(Memory.total(), cpus);
            Ring[] rings = Rings.create(skeleton.map("rings"), cpus, ringBytes, held);
            Pressure pressure = held.add(new Pressure(skeleton.map("pressures"), cpus, ringBytes));
            pressure.policy(options.buffers().onPressure());
            CgroupLimits limits = held.add(new CgroupLimits(skeleton.map("limits"), control));
            limits.set(options.limit());
            recipes.fill(skeleton.map("recipes"));
            RecipeMap.fillCompat(skeleton.map("compat_numbers"));
            control.snapLength(options.payload().snapLength());
            PayloadRules payload =
                    held.add(
                            new PayloadRules(
                                    skeleton.map("payload_rules"), skeleton.map("payload_fds")));
            payload.set(options.payload());
            Demand demand = options.demand();
            Narrowing narrowing =
                    held.add(
                            new Narrowing(
                                    skeleton, control, demand.with().contains(ExtraEvents.ENTER)));
            narrowing.to(demand.events());
            narrowing.begin();
            held.add(OwnCalls.tell(skeleton.map("own_calls")));
            control.side(demand.details());
            Extras extras = held.add(new Extras(skeleton, recipes, demand, notes));
            extras.want(demand.events());
            Scope scope = held.add(Scope.of(asked, control, skeleton));
            BootClock clock = new BootClock();
            long epochOffset = clock.epochOffset();
            StartTables tables = _ -> {};
            StartedCommand command = null;
            attach(skeleton, demand, scope, notes);
            if (loading != null) {
                StartPass pass = loading.pass(notes);
                RunningProcesses processes = running(scope, pass, epochOffset);
                tables = new RunningTables(processes, rings, clock);
            } else {
                scope.enter(null);
            }
            if (!asked.command().isEmpty()) {
                StartTables.Pending pending =
                        StartTables.ofCommand(options.launch().outputToStderr());
                command = StartedCommand.start(options, control);
                tables = tables.then(pending.of(command.pid()));
            }
            return new EbpfSource(
                    held,
                    skeleton,
                    control,
                    narrowing,
                    accounts,
                    extras,
                    rings,
                    pressure,
                    limits,
                    new LossEvents(
                            accounts,
                            pressure,
                            new PressureNotices(cpus, notes),
                            new ThrottleNotices(
                                    limits::limit,
                                    new Buckets(skeleton.map("buckets")),
                                    epochOffset,
                                    notes),
                            rings,
                            clock),
                    payload,
                    scope,
                    clock,
                    epochOffset,
                    tables,
                    command,
                    demand.details());
        } catch (SystemCallException e) {
            held.close();
            throw Requirements.explain(e);
        } catch (CaptureException e) {
            held.close();
            throw e.exitStatus().isPresent() ? e : Requirements.explain(e);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private static RunningProcesses running(Scope scope, @Nullable StartPass pass, long epochOffset)
            throws CaptureException, SystemCallException {
        Map<Integer, Census> before = scope.enter(pass);
        try {
            if (pass != null) {
                return RunningProcesses.of(pass, before, epochOffset, scope.isAll());
            }
            return RunningProcesses.ofProc(scope.members());
        } catch (SystemCallException e) {
            throw e;
        } catch (IOException e) {
            throw new CaptureException("cannot read the processes in /proc", e);
        }
    }

    private static void attach(
            Skeleton skeleton, Demand demand, Scope scope, Consumer<String> notes)
            throws SystemCallException {
        skeleton.attach(UnneededPrograms.of(demand, scope));
        TakingPrograms.attach(skeleton, notes);
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        if (!started) {
            started = true;
            start.section();
            startTables.tell(start);
        }
        while (true) {
            int ring = merger.earliest();
            if (ring >= 0) {
                if (take(ring, event)) {
                    return true;
                }
            } else if (tellDrop(event) || tellCalm(event)) {
                return true;
            } else if (!more()) {
                return false;
            }
        }
    }

    /** Tells of lost events where nothing that was written behind them does. */
    private boolean tellDrop(Event event) {
        boolean end = merger.bound() == Long.MAX_VALUE;
        if (closed || merger.bound() == 0 || (draining && !end)) {
            return false;
        }
        long time = end ? clock.now() : merger.bound();
        int cpu = end && losses.makeThrottle(bytes, time) ? 0 : losses.makeDrop(bytes, time, end);
        if (cpu >= 0) {
            deliver(cpu, event, losses.parameters());
        }
        return cpu >= 0;
    }

    /** Tells of the end of a pressure where the kernel programs have no occasion to. */
    private boolean tellCalm(Event event) {
        if (closed || draining || merger.bound() == 0) {
            return false;
        }
        int cpu = losses.makeCalm(bytes, merger.bound());
        if (cpu >= 0) {
            deliver(cpu, event, losses.parameters());
        }
        return cpu >= 0;
    }

    /** Whether events must not be held back: they could be lost by that. */
    private boolean mustNotWait() {
        return stopping || fill() >= FULL;
    }

    /** Looks for more, or rests a while. Returns whether there can still be some. */
    private boolean more() throws CaptureException {
        if (closed) {
            return false;
        }
        if (draining) {
            boolean told = merger.bound() == Long.MAX_VALUE; // all that was lost, as well
            boolean more = merger.advanceToEnd() || !told;
            if (!more) {
                losses.sayLast();
            }
            return more;
        }
        losses.say();
        if (!stopping && merger.advance()) {
            return true;
        }
        scope.look();
        if (stopping || (++rests % RESTS_PER_QUESTION == 0 && ended())) {
            skeleton.detach();
            draining = true;
        } else {
            LockSupport.parkNanos(REST);
        }
        return true;
    }

    private boolean ended() {
        return command != null ? command.exitStatus().isPresent() : scope.isGone();
    }

    private boolean take(int ring, Event event) {
        int cpu = Rings.cpuOf(ring);
        if (rings[ring].headLength() > MAX_EVENT) {
            throw new IllegalStateException(
                    "the kernel program wrote an event of " + rings[ring].headLength() + " bytes");
        }
        int length = merger.take(ring, bytes);
        if (PendingMark.isOn(bytes)) {
            length -= PendingMark.SIZE;
            if (!scope.admits(PendingMark.take(bytes, length), this::mustNotWait)) {
                return false;
            }
        }
        length = losses.complete(cpu, bytes, length);
        if (length == 0) {
            return false;
        }
        int count = (int) INT.get(bytes, EventHeader.PARAMETER_COUNT);
        int size = (int) INT.get(bytes, EventHeader.LENGTH);
        int code = Short.toUnsignedInt((short) SHORT.get(bytes, EventHeader.TYPE));
        if (code >= EventTable.size()
                || count < 0
                || EventHeader.SIZE + 2L * count > size
                || size > length) {
            throw new IllegalStateException("the kernel program wrote an event without a form");
        }
        boolean state = code == BroughtFds.EVENT && tellsFd();
        detail.move(bytes, size, length, (long) LONG.get(bytes, EventHeader.THREAD_ID));
        deliver(cpu, event, count);
        event.origin(cpu, state ? Event.STATE_ONLY : 0);
        event.detail(detail);
        converter.apply(event);
        return true;
    }

    private void deliver(int cpu, Event event, int count) {
        LONG.set(
                bytes,
                EventHeader.TIMESTAMP,
                (long) LONG.get(bytes, EventHeader.TIMESTAMP) + epochOffset);
        event.wrap(bytes, 0, EventHeader.SIZE, count);
        event.origin(cpu, 0);
        event.number(++number);
        event.detail(null);
    }

    private boolean tellsFd() {
        return (int) INT.get(bytes, BroughtFds.NAME_LENGTH_AT) == BroughtFds.NAME_LENGTH;
    }

    @Override
    public boolean ready() {
        return merger.earliest() >= 0;
    }

    @Override
    public int fill() {
        int fullest = 0;
        for (Ring ring : rings) {
            fullest = Math.max(fullest, ring.fill());
        }
        return fullest;
    }

    @Override
    public Losses losses() {
        return Losses.live(accounts.losses(), pressure.shed(), merger.late());
    }

    @Override
    public @Nullable CommandHandle command() {
        return command;
    }

    @Override
    public LiveOptions.Engine engine() {
        return LiveOptions.Engine.EBPF;
    }

    @Override
    public void narrow(@Nullable WantedEvents events) throws CaptureException {
        narrowing.to(events);
        try {
            extras.want(events);
        } catch (SystemCallException e) {
            throw Requirements.explain(e);
        }
    }

    @Override
    public Consumer<EventContext> learner() {
        return narrowing.lasting();
    }

    @Override
    public void keep(Payload newPayload) throws CaptureException {
        control.snapLength(newPayload.snapLength());
        try {
            payload.set(newPayload);
        } catch (SystemCallException e) {
            throw new CaptureException("the rules for payload cannot be changed", e);
        }
    }

    @Override
    public void limit(@Nullable CgroupLimit limit) throws CaptureException {
        limits.set(limit);
    }

    /** How many events the kernel programs have written. */
    public long written() {
        return accounts.events();
    }

    /** The kernel programs that run. */
    public List<String> programs() {
        return skeleton.attached();
    }

    /**
     * Names of functions are read from files as the processes see them, and kernels before 5.19
     * take changes of maps from nobody without the right to load programs.
     */
    @Override
    public Set<Capability> rights() {
        Set<Capability> rights = EnumSet.noneOf(Capability.class);
        if (details.contains(Detail.USER_STACK)) {
            rights.addAll(Set.of(Capability.SYS_PTRACE, Capability.DAC_READ_SEARCH));
        }
        if (scope.named() != null || limits.limit() != null) {
            rights.add(Capability.BPF);
        }
        return rights;
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            held.close();
        }
    }
}
