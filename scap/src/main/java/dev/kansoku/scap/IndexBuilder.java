// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Category;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Reads a capture once, counts its events and notes places at which reading can begin. */
final class IndexBuilder implements StartListener, Restarts {
    /** Bytes between two checkpoints, until there are too many. */
    static final long SPACING = 1 << 20;

    /** More than so many, and every other one is dropped. */
    static final int MOST_CHECKPOINTS = 32 * 1024;

    /** Places to unpack from that are closer than this are not worth noting. */
    private static final long RESTART_SPACING = 64 * 1024;

    private static final boolean[] ORDINARY = ordinary();

    private final ScapReader reader;
    private final long[] counts = new long[EventTable.size()];
    private final TimeHistogram histogram = new TimeHistogram();
    private final Queue<long[]> restarts = new ArrayDeque<>();
    private long noted = -RESTART_SPACING;

    private List<Checkpoint> checkpoints = new ArrayList<>();
    private long spacing = SPACING;
    private long nextOffset;
    private long packed;
    private long unpacked;
    private int sections;
    private long events;
    private long first = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    private IndexBuilder(Path file) throws IOException {
        reader = ScapReader.open(file, this);
    }

    static CaptureIndex build(Path file) throws IOException {
        CaptureIndex.Origin origin = CaptureIndex.Origin.of(file);
        IndexBuilder builder = new IndexBuilder(file);
        try (ScapReader reader = builder.reader) {
            builder.read();
            if (builder.checkpoints.isEmpty()) {
                builder.checkpoint(true, 0, 0, Long.MIN_VALUE); // not a block could be read
            }
            return new CaptureIndex(
                    file,
                    origin,
                    new CaptureIndex.Totals(
                            builder.events,
                            reader.offset(),
                            builder.first == Long.MAX_VALUE ? 0 : builder.first,
                            builder.first == Long.MAX_VALUE ? 0 : builder.latest,
                            builder.sections,
                            reader.unknownTypes(),
                            reader.skippedBlocks(),
                            reader.skippedBytes()),
                    builder.counts,
                    builder.histogram.start(),
                    builder.histogram.width(),
                    builder.histogram.counts(),
                    List.copyOf(builder.checkpoints));
        }
    }

    private void read() throws IOException {
        Event event = new Event();
        while (reader.next(event, this)) {
            events++;
            int code = event.code();
            counts[code]++;
            if (reader.blockOffset() >= nextOffset && !reader.isLeading()) {
                checkpoint(false, reader.blockOffset(), event.number() - 1, event.timestamp());
            }
            if (ORDINARY[code] && !event.isStateOnly()) {
                long time = event.timestamp();
                first = Math.min(first, time);
                latest = Math.max(latest, time);
                histogram.add(time);
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
        checkpoint(true, reader.offset(), reader.number(), latest);
        sections++;
    }

    private void checkpoint(boolean section, long offset, long number, long timestamp) {
        synchronized (restarts) {
            while (!restarts.isEmpty() && restarts.peek()[1] <= offset) {
                long[] restart = restarts.remove();
                packed = restart[0];
                unpacked = restart[1];
            }
        }
        boolean plain = reader.packing() == Packing.NONE;
        checkpoints.add(
                new Checkpoint(
                        section,
                        sections,
                        number,
                        timestamp,
                        latest,
                        offset,
                        plain ? offset : packed,
                        plain ? offset : unpacked));
        nextOffset = offset + spacing;
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

    /** On the thread that reads ahead. */
    @Override
    public void at(long packed, long unpacked) {
        if (unpacked - noted >= RESTART_SPACING) {
            noted = unpacked;
            synchronized (restarts) {
                restarts.add(new long[] {packed, unpacked});
            }
        }
    }
}
