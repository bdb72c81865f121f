// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.engine.state.StateLosses;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.rules.config.DropWatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks once a second of the events' time at what a run of detection loses, and how far it is. */
final class DetectGuard extends ForwardingSource {
    private static final StateLosses NOTHING = new StateLosses(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final DropWatch drops;
    private final DetectMetrics metrics;
    private final Pulse pulse;
    private final Runnable others;
    private @Nullable EventContext context;
    private long seen;
    private long last;
    private boolean ended;

    /**
     * @param others is run by the thread that detects before it asks for an event
     */
    DetectGuard(
            EventSource origin,
            DropWatch drops,
            DetectMetrics metrics,
            Pulse pulse,
            Runnable others) {
        super(origin);
        this.drops = drops;
        this.metrics = metrics;
        this.pulse = pulse;
        this.others = others;
    }

    /** Has it look at what the state loses too. */
    void watch(EventContext state) {
        context = state;
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        others.run();
        pulse.waits(seen);
        boolean more = !ended && origin.next(event, start);
        if (!more) {
            metrics.progress(seen, last, origin.losses(), drops.occurrences());
            return false;
        }
        pulse.works(++seen);
        if (!event.isStateOnly()) {
            last = event.timestamp();
            if (drops.isDue(last)) {
                ended = !look();
            }
        }
        return !ended;
    }

    private boolean look() {
        EventContext state = context;
        boolean goesOn =
                drops.look(last, seen, origin.losses(), state == null ? NOTHING : state.losses());
        metrics.progress(seen, last, origin.losses(), drops.occurrences());
        return goesOn;
    }

    @Override
    public List<String> faults() {
        if (!ended) {
            return origin.faults();
        }
        List<String> faults = new ArrayList<>(origin.faults());
        faults.add("events were lost, and drops.actions has \"exit\"");
        return faults;
    }
}
