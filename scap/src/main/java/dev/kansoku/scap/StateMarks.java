// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * States of a system at some places of its capture, as they are taken while it is indexed. They
 * stand the farther apart the larger the states are, and where they need too much room every other
 * one is dropped.
 */
final class StateMarks {
    /** A state of this share of what lies between is not too large. */
    private static final int SHARE = 8;

    /** What all may need, compressed. */
    private static final int MOST_BYTES = 24 << 20;

    private static final int MOST = 8 * 1024;

    /** A place with the state before it; null where the capture itself has it, in its tables. */
    record Mark(Checkpoint place, long first, long previous, IndexParts.@Nullable Packed state) {}

    private final IndexedState state;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private List<Mark> marks = new ArrayList<>();
    private long spacing;
    private long next;
    private long kept;

    StateMarks(IndexedState state) {
        this.state = state;
        this.spacing = state.spacing();
        this.next = spacing;
    }

    /** Whether the state is wanted at an event that begins here. */
    boolean isDue(long offset) {
        return offset >= next;
    }

    /** A section begins. */
    void section(Checkpoint place) {
        add(new Mark(place, state.first(), state.previous(), null), 0);
    }

    /** An event begins, from which the state has not learned yet. */
    void take(Checkpoint place) throws IOException {
        bytes.reset();
        state.write(place.timestamp(), bytes);
        byte[] content = bytes.toByteArray();
        try (IndexParts.Packer packer = new IndexParts.Packer()) {
            IndexParts.Packed packed = packer.pack(content, 0, content.length);
            add(new Mark(place, state.first(), state.previous(), packed), content.length);
        }
    }

    private void add(Mark mark, long size) {
        marks.add(mark);
        kept += mark.state == null ? 0 : mark.state.bytes().length;
        while ((kept > MOST_BYTES || marks.size() > MOST) && marks.size() > 1) {
            thin();
        }
        next = mark.place.offset() + Math.max(spacing, SHARE * size);
    }

    private void thin() {
        List<Mark> fewer = new ArrayList<>();
        kept = 0;
        for (int i = 0; i < marks.size(); i += 2) {
            Mark mark = marks.get(i);
            fewer.add(mark);
            kept += mark.state == null ? 0 : mark.state.bytes().length;
        }
        marks = fewer;
        spacing *= 2;
    }

    List<Mark> marks() {
        return marks;
    }
}
