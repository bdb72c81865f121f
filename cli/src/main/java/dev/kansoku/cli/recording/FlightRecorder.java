// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.recording;

import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.request.FlightLimits;
import dev.kansoku.cli.request.FlightRequest;
import dev.kansoku.cli.request.Recording;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.engine.state.StateLimits;
import dev.kansoku.engine.state.StateWriter;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.BothListeners;
import dev.kansoku.event.start.ForwardingListener;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.filter.Filter;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last events in memory and writes them down only around those that a filter, or a rule,
 * matches: what came shortly before, the match, and what comes shortly after, each time in a file
 * of its own that can be read alone. A match while one is written makes that file longer.
 *
 * <p>Two states are kept: the pipeline's, for the event at hand, and one that is as far behind as
 * the oldest event in memory, which is what a file begins with.
 */
public final class FlightRecorder extends ForwardingSource {
    private final FlightLimits limits;
    private final @Nullable Filter<EventContext> trigger;
    private final long afterNanos;
    private final Consumer<String> notes;
    private final SystemState behind;
    private final StateWriter state;
    private final EventRing ring;
    private final RecordedFiles files;
    private final String base;

    private long until;
    private long matches;
    private long early;
    private int begun;
    private long refused;

    /**
     * @param trigger what is written around, or null where {@link #record} alone says it
     * @param afterNanos how much of what comes after a match of it
     * @param states of the state that is behind
     * @param notes is told of each file
     */
    public FlightRecorder(
            EventSource source,
            FlightLimits limits,
            Recording recording,
            @Nullable Filter<EventContext> trigger,
            long afterNanos,
            StateLimits states,
            Consumer<String> notes) {
        super(source);
        this.limits = limits;
        this.trigger = trigger;
        this.afterNanos = afterNanos;
        this.notes = notes;
        this.behind = new SystemState(states);
        this.state = new StateWriter(behind);
        this.ring = new EventRing(limits.memory());
        this.files = new RecordedFiles(recording);
        this.base = recording.name();
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        StartListener tables =
                new ForwardingListener(behind) {
                    @Override
                    public void section() {
                        ring.clear(); // what was before is of another time or machine
                        super.section();
                    }
                };
        return origin.next(event, new BothListeners(tables, start));
    }

    /** Takes events for the recorder, and hands them on to another sink. */
    public Sink before(Sink next) {
        return new Sink() {
            @Override
            public boolean accept(EventContext context) throws IOException {
                takeOrGiveUp(context.event(), true);
                if (trigger != null && trigger.matches(context)) {
                    record(context.event(), afterNanos);
                }
                return next.accept(context);
            }

            @Override
            public void passedOver(EventContext context) throws IOException {
                takeOrGiveUp(context.event(), false);
                next.passedOver(context);
            }

            @Override
            public boolean wantsHidden(Event event) {
                return next.wantsHidden(event);
            }

            @Override
            public void idle() throws IOException {
                files.letGo();
                next.idle();
            }
        };
    }

    /** Whatever becomes of recordings beside something else, that goes on. */
    private void takeOrGiveUp(Event event, boolean wanted) throws OutputException {
        try {
            take(event, wanted);
        } catch (OutputException e) {
            if (!limits.guarded()) {
                throw e;
            }
            giveUp(e);
        }
    }

    /** Records no more. */
    public void giveUp(OutputException reason) {
        notes.accept("nothing more is recorded: " + reason.getMessage());
        begun = limits.files();
        try {
            files.close();
        } catch (OutputException e) {
            notes.accept(String.valueOf(e.getMessage()));
        }
    }

    private void take(Event event, boolean wanted) throws OutputException {
        long time = event.timestamp();
        if (files.isOpen() && time > until) {
            end();
        }
        forgetBefore(time - limits.beforeNanos());
        while (!ring.isTooLarge(event) && !ring.add(event, wanted)) {
            early++;
            forgetOldest();
        }
        if (files.isOpen()) {
            write(event, wanted);
        }
    }

    private void forgetBefore(long time) {
        ring.rewind();
        while (ring.next() && ring.event().timestamp() < time) {
            behind.apply(ring.event());
            ring.forget();
        }
    }

    private void forgetOldest() {
        ring.rewind();
        if (ring.next()) {
            behind.apply(ring.event());
            ring.forget();
        }
    }

    /**
     * Records around the event at hand, which was taken.
     *
     * @param after how much of what comes after it, in nanoseconds
     * @return the file that it goes to, or null where there are as many as there may be
     */
    public @Nullable String record(Event event, long after) throws OutputException {
        matches++;
        until = Math.max(until, event.timestamp() + after);
        if (files.isOpen()) {
            return files.name();
        }
        if (begun == limits.files()) {
            refused++;
            return null;
        }
        ring.rewind();
        long first = ring.next() ? ring.event().timestamp() : event.timestamp();
        begun++;
        String file = FlightRequest.fileName(base, begun, event.timestamp());
        if (limits.guarded()) {
            GuardedFile.create(file);
        }
        ScapWriter writer = files.begin(file);
        try {
            state.all(first, writer, files::writeUncounted);
        } catch (OutputException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException(e); // only the files write
        }
        ring.rewind();
        while (ring.next()) {
            write(ring.event(), ring.wanted());
        }
        return file;
    }

    private void write(Event event, boolean wanted) throws OutputException {
        if (wanted || event.type().is(Category.Origin.METAEVENT)) {
            files.write(event);
        }
        if (files.isOpen() && files.size() > limits.bytes()) {
            end();
        }
    }

    private void end() throws OutputException {
        files.close();
        notes.accept("recorded " + files.name());
    }

    /** Ends what is being recorded, and tells how it went. */
    public void tell() throws OutputException {
        if (files.isOpen()) {
            end();
        }
        notes.accept(matches + " matches, " + begun + " recordings");
        if (refused > 0) {
            notes.accept(
                    refused
                            + " matches were not recorded: there are "
                            + limits.files()
                            + " recordings, which is the most");
        }
        if (early > 0) {
            notes.accept(
                    early
                            + " events left the memory before their time: --arm-memory makes room"
                            + " for more");
        }
    }

    @Override
    public void close() throws IOException {
        try (origin) {
            if (files.isOpen()) {
                end();
            }
        }
    }
}
