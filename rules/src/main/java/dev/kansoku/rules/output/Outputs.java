// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import dev.kansoku.rules.alert.Alert;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each alert to all outputs. {@link #accept} never waits for a receiver or a disk, and never
 * throws; what an output has no room for is counted. Thread-safe.
 */
public final class Outputs implements Consumer<Alert>, Closeable {
    /** How long the end waits for receivers. */
    public static final Duration DRAIN = Duration.ofSeconds(5);

    private final List<Lane> lanes;

    private Outputs(List<Lane> lanes) {
        this.lanes = List.copyOf(lanes);
    }

    /**
     * Makes outputs. Files are opened, programs and connections when the first alert needs them.
     *
     * @throws OutputSpecException where one cannot be as it is written, or not be opened
     */
    public static Outputs open(List<OutputSpec> specs, OutputSurroundings surroundings)
            throws OutputSpecException {
        List<Lane> lanes = new ArrayList<>();
        boolean whole = false;
        try {
            for (OutputSpec spec : specs) {
                lanes.add(OutputMaker.lane(spec, surroundings));
            }
            whole = true;
            return new Outputs(lanes);
        } finally {
            if (!whole) {
                new Outputs(lanes).close(Duration.ZERO);
            }
        }
    }

    /** Checks outputs without opening them. */
    public static void check(OutputSpec spec) throws OutputSpecException {
        OutputMaker.check(spec);
    }

    /** For outputs that are made elsewhere. */
    static Outputs of(List<Lane> lanes) {
        return new Outputs(lanes);
    }

    @Override
    public void accept(Alert alert) {
        for (Lane lane : lanes) {
            lane.put(alert);
        }
    }

    /** Has each output open anew what it writes to, soon and on its own thread. */
    public void reopen() {
        lanes.forEach(Lane::reopen);
    }

    /**
     * Why a receiver is gone for good, such as whoever read standard output; null where none is.
     */
    public @Nullable GoneException gone() {
        for (Lane lane : lanes) {
            GoneException gone = lane.gone();
            if (gone != null) {
                return gone;
            }
        }
        return null;
    }

    /** What became of the alerts so far, by output. */
    public List<OutputCounts> counts() {
        return lanes.stream().map(Lane::counts).toList();
    }

    /** Ends as {@link #close(Duration)} after {@link #DRAIN}. */
    @Override
    public void close() {
        close(DRAIN);
    }

    /**
     * Sends what waits, for so long, and keeps the rest on disk where an output has files for it;
     * what is lost then, {@link #counts} says.
     */
    public void close(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        lanes.forEach(lane -> lane.beginClose(until));
        lanes.forEach(lane -> lane.endClose(until));
    }
}
