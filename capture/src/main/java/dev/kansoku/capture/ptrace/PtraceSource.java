// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.BroughtFds;
import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.CommandHandle;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.Payload;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.capture.process.Memory;
import dev.kansoku.capture.process.ProcTables;
import dev.kansoku.capture.process.ProcessReader;
import dev.kansoku.engine.source.CpuLosses;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.engine.source.Shed;
import dev.kansoku.event.Event;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.ffi.Capability;
import dev.kansoku.ffi.WakeSignal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Events of a command or of processes, by stopping them at every system call. Needs no rights
 * beyond those over the processes themselves. Nothing is lost: where the reader is slow, the traced
 * wait.
 */
public final class PtraceSource implements LiveSource {
    private static final int MIN_QUEUE = 1 << 20;
    private static final int MAX_QUEUE = 64 << 20;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final long REST = 500_000;
    private static final long WAKE_AGAIN = 5_000_000;

    private final EventQueue queue;
    private final UserMemory user;
    private final EventMaker events;
    private final Tracer tracer;
    private final Thread thread;
    private final AtomicReference<@Nullable Throwable> failure;
    private final LiveOptions options;
    private final Consumer<String> notes;
    private final ProcTables tables;
    private final LiveDetail detail = new Latency();
    private boolean told;
    private long number;

    private PtraceSource(
            EventQueue queue,
            UserMemory user,
            EventMaker events,
            Tracer tracer,
            Thread thread,
            AtomicReference<@Nullable Throwable> failure,
            LiveOptions options,
            Consumer<String> notes,
            ProcTables tables) {
        this.queue = queue;
        this.user = user;
        this.events = events;
        this.tracer = tracer;
        this.thread = thread;
        this.failure = failure;
        this.options = options;
        this.notes = notes;
        this.tables = tables;
    }

    /**
     * Starts the command and traces it, or attaches to the processes.
     *
     * @throws CaptureException where that is not possible, or where the options ask for neither
     */
    public static PtraceSource open(LiveOptions options) throws CaptureException {
        return open(options, _ -> {});
    }

    /**
     * The same.
     *
     * @param notes takes lines for the user, also while it runs and is closed
     */
    public static PtraceSource open(LiveOptions options, Consumer<String> notes)
            throws CaptureException {
        return open(options, new ForeignPrograms(), notes);
    }

    /**
     * The same.
     *
     * @param foreign tells threads whose program's calls are not known
     */
    static PtraceSource open(LiveOptions options, IntPredicate foreign, Consumer<String> notes)
            throws CaptureException {
        Abilities.require(options, notes);
        WakeSignal.install();
        EventQueue queue =
                new EventQueue(
                        Math.clamp(
                                options.buffers().ringBytes(Memory.total(), 1),
                                MIN_QUEUE,
                                MAX_QUEUE));
        UserMemory user = new UserMemory();
        ProcessReader reader = new ProcessReader();
        EventMaker events = new EventMaker(queue, user, reader, options.payload());
        CompletableFuture<ProcTables> started = new CompletableFuture<>();
        Tracer tracer =
                new Tracer(
                        options,
                        events,
                        reader,
                        foreign,
                        notes,
                        new Tracer.Start() {
                            @Override
                            public void begun(ProcTables tables) {
                                started.complete(tables);
                            }

                            @Override
                            public void failed(IOException reason) {
                                started.completeExceptionally(reason);
                            }
                        });
        Thread thread = Thread.ofPlatform().name("kansoku-tracer").daemon().unstarted(tracer);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        thread.setUncaughtExceptionHandler(
                (_, reason) -> {
                    failure.set(reason);
                    started.completeExceptionally(reason);
                });
        thread.start();
        ProcTables tables = await(started);
        return new PtraceSource(
                queue, user, events, tracer, thread, failure, options, notes, tables);
    }

    private static ProcTables await(CompletableFuture<ProcTables> started) throws CaptureException {
        try {
            return started.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while tracing was begun", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CaptureException reason) {
                throw reason;
            }
            throw new CaptureException("tracing cannot begin: " + e.getCause(), e);
        }
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        if (!told) {
            told = true;
            tables.tell(start);
        }
        while (true) {
            boolean ended =
                    !thread.isAlive()
                            || tracer.isQuiet(); // asked first: what it put is then all there
            if (queue.take(event)) {
                event.origin(0, event.code() == BroughtFds.EVENT ? Event.STATE_ONLY : 0);
                event.number(++number);
                event.detail(detail);
                return true;
            }
            if (ended) {
                Throwable reason = failure.get();
                if (reason != null) {
                    throw new CaptureException("tracing failed: " + reason, reason);
                }
                return false;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for events");
            }
            LockSupport.parkNanos(REST);
        }
    }

    @Override
    public boolean ready() {
        return !queue.isEmpty();
    }

    @Override
    public Losses losses() {
        return Losses.live(List.of(new CpuLosses(0, 0, 0, 0, 0, 0, user.faults())), Shed.NONE, 0);
    }

    @Override
    public @Nullable CommandHandle command() {
        return !options.scope().command().isEmpty() ? tracer.command() : null;
    }

    @Override
    public LiveOptions.Engine engine() {
        return LiveOptions.Engine.PTRACE;
    }

    /** Each look into a process's memory and fds is judged anew. */
    @Override
    public Set<Capability> rights() {
        return Set.of(Capability.SYS_PTRACE);
    }

    @Override
    public void stop() {
        tracer.stop();
        Thread.ofPlatform().name("kansoku-wake").daemon().start(this::wake);
    }

    /** A signal just before the tracer waits is lost: so again until it has answered. */
    private void wake() {
        while (thread.isAlive() && !tracer.hasSeenStop()) {
            WakeSignal.send(tracer.thread());
            LockSupport.parkNanos(WAKE_AGAIN);
        }
    }

    @Override
    public void narrow(@Nullable WantedEvents events) throws CaptureException {
        tracer.choose(CallChoice.of(options.demand(), events));
    }

    @Override
    public void keep(Payload payload) {
        events.keep(payload);
    }

    /**
     * Lets everything that is traced go, and waits until that is done. Those that cannot go on
     * without this process it waits for.
     */
    @Override
    public void close() throws IOException {
        queue.abandon();
        if (!tracer.isQuiet()) {
            stop();
        }
        try {
            if (!thread.join(PATIENCE)) {
                notes.accept(
                        "the command left "
                                + tracer.held()
                                + " threads behind that cannot go on without Kansoku: it waits for"
                                + " their end (Ctrl-C asks them to end, once more kills them;"
                                + " --outlive would let them go)");
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while the traced were let go", e);
        }
    }

    /** Of an event taken from the queue: the time from stop to stop, the tracer's own included. */
    private final class Latency implements LiveDetail {
        @Override
        public long latency() {
            return queue.latency();
        }

        @Override
        public boolean userStack(TextBuffer out) {
            return false;
        }

        @Override
        public boolean kernelStack(TextBuffer out) {
            return false;
        }
    }
}
