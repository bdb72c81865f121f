// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.source;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.ForwardingListener;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.scap.Damage;
import dev.kansoku.scap.Resumption;
import dev.kansoku.scap.ScapReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    private final Map<Integer, Resumption> places;
    private boolean opened;
    private boolean entered;
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

        /** What is known where the capture is entered, to be read first. */
        @Nullable ScapReader told;

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
        this(names, apart, Map.of());
    }

    /**
     * The same, each a system of its own, some of them from a place inside: first what is known at
     * those places, then the events. Numbers go on from those that come before all the places.
     *
     * @param places by the capture's place among the names; the others are read from their begin.
     *     They are closed with this
     */
    public MergedSource(List<String> names, Map<Integer, Resumption> places) {
        this(names, true, places);
    }

    private MergedSource(List<String> names, boolean apart, Map<Integer, Resumption> places) {
        this.names = List.copyOf(names);
        this.apart = apart;
        this.places = Map.copyOf(places);
        this.number = places.values().stream().mapToLong(Resumption::before).sum();
    }

    @Override
    public boolean next(Event event, StartListener listener) throws IOException {
        StartListener start = apart ? listener : new OneSection(listener);
        if (!opened) {
            open();
        }
        if (!entered) {
            if (told(event, start)) {
                return true;
            }
            enter(start);
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
        event.detail(head.detail());
        event.number(++number);
        return true;
    }

    private void open() throws IOException {
        opened = true;
        for (String name : names) {
            Resumption place = places.get(strands.size());
            ScapReader reader;
            if (place != null) {
                reader = place.events();
            } else if (name.equals(STANDARD_INPUT)) {
                reader = ScapReader.open(System.in, "standard input");
            } else {
                reader = ScapReader.open(Path.of(name));
            }
            Strand strand = new Strand(strands.size(), reader);
            strand.told = place == null ? null : place.state();
            strands.add(strand);
        }
    }

    /** Moves to the next event that tells what is known at a place; false where none is left. */
    private boolean told(Event event, StartListener start) throws IOException {
        for (Strand strand : strands) {
            ScapReader told = strand.told;
            if (told == null) {
                continue;
            }
            system = strand.system;
            if (told.next(event, start)) {
                event.number(0);
                return true;
            }
            strand.told = null;
            told.close();
            event.detail(null);
        }
        return false;
    }

    /** Moves each capture to its first event. */
    private void enter(StartListener start) throws IOException {
        entered = true;
        for (Strand strand : strands) {
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
        for (Resumption place : places.values()) {
            place.close();
        }
        for (Strand strand : strands) {
            strand.reader.close();
        }
    }
}
