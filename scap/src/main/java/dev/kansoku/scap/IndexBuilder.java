// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.BothListeners;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a capture once, counts its events and notes places at which reading can begin, with the
 * state of the system at some of them.
 */
final class IndexBuilder implements StartListener {
    /** Bytes between two checkpoints, until there are too many. */
    static final long SPACING = 1 << 20;

    /** More than so many, and every other one is dropped. */
    static final int MOST_CHECKPOINTS = 32 * 1024;

    private static final boolean[] ORDINARY = ordinary();

    private final Path file;
    private final RestartList restarts = new RestartList();
    private final ScapReader reader;
    private final CaptureCounter counter = new CaptureCounter();
    private final TimeHistogram histogram = new TimeHistogram();
    private final @Nullable StateMarks states;

    private List<Checkpoint> checkpoints = new ArrayList<>();
    private long spacing = SPACING;
    private long nextOffset;
    private int sections;
    private long latest = Long.MIN_VALUE;

    private IndexBuilder(Path file, @Nullable IndexedState state) throws IOException {
        this.file = file;
        this.states = state == null ? null : new StateMarks(state);
        this.reader = ScapReader.open(file, restarts);
    }

    /**
     * @param state what keeps the state, null where the index is to have none
     */
    static CaptureIndex build(Path file, @Nullable IndexedState state) throws IOException {
        CaptureIndex.Origin origin = CaptureIndex.Origin.of(file);
        IndexBuilder builder = new IndexBuilder(file, state);
        try (RestartList restarts = builder.restarts;
                ScapReader reader = builder.reader) {
            builder.read(state);
            return builder.index(origin, reader, restarts);
        }
    }

    private CaptureIndex index(CaptureIndex.Origin origin, ScapReader read, RestartList restarts) {
        if (checkpoints.isEmpty()) {
            checkpoint(place(true, 0, 0, Long.MIN_VALUE)); // not a block could be read
        }
        IndexParts.Gathering parts = new IndexParts.Gathering();
        boolean plain = read.packing() == Packing.NONE;
        RestartList.Binding binding = new RestartList.Binding(parts);
        List<StateMark> marks = new ArrayList<>();
        if (states != null) {
            for (StateMarks.Mark mark : states.marks()) {
                Checkpoint place =
                        plain
                                ? mark.place()
                                : restarts.bind(List.of(mark.place()), binding).getFirst();
                int part = mark.state() == null ? 0 : parts.add(mark.state());
                marks.add(new StateMark(place, mark.first(), mark.previous(), part));
            }
        }
        return new CaptureIndex(
                file,
                origin,
                counter.total(read),
                counter.types(),
                histogram.start(),
                histogram.width(),
                histogram.counts(),
                plain ? checkpoints : restarts.bind(checkpoints, binding),
                marks,
                parts.gathered(CaptureIndex.fileOf(file)));
    }

    private void read(@Nullable IndexedState state) throws IOException {
        Event event = new Event();
        StartListener own = new BothListeners(counter, this);
        StartListener start = state == null ? own : new BothListeners(own, state);
        while (reader.next(event, start)) {
            counter.add(event);
            long offset = reader.blockOffset();
            if (offset >= nextOffset && !reader.isLeading()) {
                checkpoint(place(false, offset, event.number() - 1, event.timestamp()));
            }
            if (states != null && states.isDue(offset) && !reader.isLeading()) {
                states.take(place(false, offset, event.number() - 1, event.timestamp()));
            }
            if (ORDINARY[event.code()] && !event.isStateOnly()) {
                long time = event.timestamp();
                latest = Math.max(latest, time);
                histogram.add(time);
            }
            if (state != null) {
                state.apply(event);
            }
        }
    }

    /** Events that happen, others than those by which a writer passes on what it knows. */
    private static boolean[] ordinary() {
        boolean[] ordinary = new boolean[EventTable.size()];
        for (EventType type : EventTable.all()) {
            ordinary[type.code()] =
                    !type.is(Category.Origin.METAEVENT) && !type.is(Category.Origin.INTERNAL);
        }
        return ordinary;
    }

    @Override
    public void section() {
        Checkpoint place = place(true, reader.offset(), reader.number(), latest);
        checkpoint(place);
        if (states != null) {
            states.section(place);
        }
        sections++;
    }

    private Checkpoint place(boolean section, long offset, long number, long timestamp) {
        return new Checkpoint(
                section, sections, number, timestamp, latest, offset, Restart.plain(offset));
    }

    private void checkpoint(Checkpoint place) {
        checkpoints.add(place);
        nextOffset = place.offset() + spacing;
        if (checkpoints.size() > MOST_CHECKPOINTS) {
            thin();
        }
    }

    /** Drops every other checkpoint, begins of sections as well but for the first. */
    private void thin() {
        List<Checkpoint> kept = new ArrayList<>();
        for (int i = 0; i < checkpoints.size(); i += 2) {
            kept.add(checkpoints.get(i));
        }
        checkpoints = kept;
        spacing *= 2;
    }
}
