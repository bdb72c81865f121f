// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.source;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.ForwardingListener;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.scap.Damage;
import dev.kansoku.scap.ScapReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Captures of several systems, merged by the time of their events; of equal times, the capture that
 * was named first comes first. Events are numbered as they come. Each capture is a {@link #system}
 * of its own, unless they are merged into one. Of each no more is kept than what a reader keeps,
 * and its event that is next.
 *
 * <p>A capture's own order is kept: where its events are out of order, they stay so.
 */
public final class MergedSource implements EventSource {
    private static final String STANDARD_INPUT = "-";
    private static final Comparator<Strand> BY_TIME =
            (a, b) -> {
                int order = Long.compare(a.head.timestamp(), b.head.timestamp());
                return order != 0 ? order : Integer.compare(a.system, b.system);
            };

    private final List<String> names;
    private final PriorityQueue<Strand> waiting = new PriorityQueue<>(BY_TIME);
    private final List<Strand> strands = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final boolean apart;
    private boolean opened;
    private boolean begun;

    /** The capture that the last event came from, which is not among those that wait. */
    private @Nullable Strand current;

    private int system;
    private long number;

    /** A capture, and the event of it that is next. */
    private static final class Strand {
        final int system;
        final ScapReader reader;
        final Event head = new Event();

        Strand(int system, ScapReader reader) {
            this.system = system;
            this.reader = reader;
        }
    }

    /**
     * Captures to be read at the same time, each opened with the first event.
     *
     * @param names files, and {@code -} for standard input
     * @param apart whether each is a system of its own; if not, all are one section of one system,
     *     as a recording of them has it
     */
    public MergedSource(List<String> names, boolean apart) {
        this.names = List.copyOf(names);
        this.apart = apart;
    }

    @Override
    public boolean next(Event event, StartListener listener) throws IOException {
        StartListener start = apart ? listener : new OneSection(listener);
        if (!opened) {
            open(start);
        }
        Strand strand = current;
        if (strand != null && (!advance(strand, start) || isBehind(strand))) {
            strand = null;
        }
        if (strand == null) {
            strand = waiting.poll();
            current = strand;
        }
        if (strand == null) {
            return false;
        }
        system = strand.system;
        Event head = strand.head;
        event.wrap(head.bytes(), head.start(), head.headerSize(), head.parameterCount());
        event.origin(head.cpu(), head.flags());
        event.number(++number);
        return true;
    }

    private void open(StartListener start) throws IOException {
        opened = true;
        for (String name : names) {
            ScapReader reader =
                    name.equals(STANDARD_INPUT)
                            ? ScapReader.open(System.in, "standard input")
                            : ScapReader.open(Path.of(name));
            Strand strand = new Strand(strands.size(), reader);
            strands.add(strand);
            if (advance(strand, start)) {
                waiting.add(strand);
            }
        }
    }

    /** Moves a capture to its next event; false at its end. */
    private boolean advance(Strand strand, StartListener start) throws IOException {
        system = strand.system;
        if (strand.reader.next(strand.head, start)) {
            return true;
        }
        for (Damage damage : strand.reader.damages()) {
            faults.add(damage.message());
        }
        strand.reader.close();
        return false;
    }

    /** Whether another capture's event comes first; the strand then waits. */
    private boolean isBehind(Strand strand) {
        Strand first = waiting.peek();
        if (first == null || BY_TIME.compare(strand, first) < 0) {
            return false;
        }
        waiting.add(strand);
        return true;
    }

    /** Lets a section begin only once. */
    private final class OneSection extends ForwardingListener {
        OneSection(StartListener to) {
            super(to);
        }

        @Override
        public void section() {
            if (!begun) {
                begun = true;
                super.section();
            }
        }
    }

    @Override
    public int system() {
        return apart ? system : 0;
    }

    @Override
    public Losses losses() {
        long types = 0;
        long blocks = 0;
        long bytes = 0;
        for (Strand strand : strands) {
            types += strand.reader.unknownTypes();
            blocks += strand.reader.skippedBlocks();
            bytes += strand.reader.skippedBytes();
        }
        return Losses.ofCaptures(types, blocks, bytes);
    }

    @Override
    public List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() throws IOException {
        for (Strand strand : strands) {
            strand.reader.close();
        }
    }
}
