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

    private static final String SPILL = "spill";

    private volatile List<Opened> opened;

    /**
     * An output that runs.
     *
     * @param spec as the user wrote it, null for one that was made elsewhere
     */
    private record Opened(@Nullable OutputSpec spec, Lane lane) {}

    private Outputs(List<Opened> opened) {
        this.opened = List.copyOf(opened);
    }

    /**
     * Makes outputs. Files are opened, programs and connections when the first alert needs them.
     *
     * @throws OutputSpecException where one cannot be as it is written, or not be opened
     */
    public static Outputs open(List<OutputSpec> specs, OutputSurroundings surroundings)
            throws OutputSpecException {
        return new Outputs(opened(specs, surroundings));
    }

    private static List<Opened> opened(List<OutputSpec> specs, OutputSurroundings surroundings)
            throws OutputSpecException {
        List<Opened> made = new ArrayList<>();
        boolean whole = false;
        try {
            for (OutputSpec spec : specs) {
                made.add(new Opened(spec, OutputMaker.lane(spec, surroundings)));
            }
            whole = true;
            return made;
        } finally {
            if (!whole) {
                close(made, Duration.ZERO);
            }
        }
    }

    /**
     * Has alerts from now on go elsewhere. Outputs that stay as they were written go on, with all
     * that waits for them; the others end as {@link #close()} says. Where it fails nothing changes.
     * Waits for those that end.
     *
     * @return what became of the alerts at those that ended
     * @throws OutputSpecException where one cannot be as it is written, or not be opened
     */
    public List<OutputCounts> exchange(List<OutputSpec> specs, OutputSurroundings surroundings)
            throws OutputSpecException {
        List<Opened> before = opened;
        List<Opened> going = new ArrayList<>(before);
        List<Opened> after = new ArrayList<>();
        List<OutputSpec> added = new ArrayList<>();
        for (OutputSpec spec : specs) {
            Opened same = firstOf(going, spec);
            if (same == null) {
                added.add(spec);
            } else {
                going.remove(same);
                after.add(same);
            }
        }
        for (OutputSpec spec : added) {
            requireOtherDisk(spec, going);
        }
        after.addAll(opened(added, surroundings));
        opened = List.copyOf(after);
        close(going, DRAIN);
        return going.stream().map(one -> one.lane().counts()).toList();
    }

    private static @Nullable Opened firstOf(List<Opened> all, OutputSpec spec) {
        for (Opened one : all) {
            if (spec.equals(one.spec())) {
                return one;
            }
        }
        return null;
    }

    /** Two outputs of one address would take each other's alerts from the disk. */
    private static void requireOtherDisk(OutputSpec spec, List<Opened> going)
            throws OutputSpecException {
        for (Opened one : going) {
            OutputSpec other = one.spec();
            if (other != null
                    && other.address().equals(spec.address())
                    && other.settings().containsKey(SPILL)
                    && other.settings().get(SPILL).equals(spec.settings().get(SPILL))) {
                throw new OutputSpecException(
                        null,
                        "other settings of an output whose alerts wait on disk need a restart");
            }
        }
    }

    /** Checks outputs without opening them. */
    public static void check(OutputSpec spec) throws OutputSpecException {
        OutputMaker.check(spec);
    }

    /** For outputs that are made elsewhere. */
    static Outputs of(List<Lane> lanes) {
        return new Outputs(lanes.stream().map(lane -> new Opened(null, lane)).toList());
    }

    @Override
    public void accept(Alert alert) {
        for (Opened one : opened) {
            one.lane().put(alert);
        }
    }

    /** Has each output open anew what it writes to, soon and on its own thread. */
    public void reopen() {
        opened.forEach(one -> one.lane().reopen());
    }

    /**
     * Why a receiver is gone for good, such as whoever read standard output; null where none is.
     */
    public @Nullable GoneException gone() {
        for (Opened one : opened) {
            GoneException gone = one.lane().gone();
            if (gone != null) {
                return gone;
            }
        }
        return null;
    }

    /** What became of the alerts so far, by output. */
    public List<OutputCounts> counts() {
        return opened.stream().map(one -> one.lane().counts()).toList();
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
        close(opened, most);
    }

    private static void close(List<Opened> ending, Duration most) {
        long until = System.nanoTime() + most.toNanos();
        ending.forEach(one -> one.lane().beginClose(until));
        ending.forEach(one -> one.lane().endClose(until));
    }
}
