// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Places at which unpacking can begin, as they are met on the thread that unpacks, and as they are
 * given to checkpoints at the end. Bounded: where there are too many, every other one is dropped.
 */
final class RestartList implements Restarts, AutoCloseable {
    /** Places closer than this are not worth noting. */
    private static final long SPACING = 64 * 1024;

    /** Bytes between two places inside of a gzip member, until they need too much room. */
    static final long SPACING_INSIDE = 2 << 20;

    private static final int MOST = 64 * 1024;

    /** What the windows of places inside of members may need, compressed. */
    private static final int MOST_BYTES = 8 << 20;

    private record Place(long packed, int bit, long unpacked, IndexParts.@Nullable Packed window) {}

    private final IndexParts.Packer packer = new IndexParts.Packer();
    private List<Place> places = new ArrayList<>();
    private long spacing = SPACING;
    private long spacingInside = SPACING_INSIDE;
    private long windowBytes;
    private long noted = -SPACING;
    private long notedInside;

    @Override
    public synchronized void at(long packed, long unpacked) {
        if (unpacked - noted >= spacing) {
            noted = unpacked;
            notedInside = unpacked;
            places.add(new Place(packed, 0, unpacked, null));
            if (places.size() > MOST) {
                thin();
                spacing *= 2;
            }
        }
    }

    @Override
    public synchronized void begins(long bit, byte[] unpacked, long before, int from, int to) {
        if (before - notedInside < spacingInside) {
            return;
        }
        notedInside = before;
        IndexParts.Packed window = packer.pack(unpacked, from, to);
        places.add(new Place(bit >>> 3, (int) bit & 7, before, window));
        windowBytes += window.bytes().length;
        if (windowBytes > MOST_BYTES) {
            thin();
            spacingInside *= 2;
        }
    }

    private void thin() {
        List<Place> kept = new ArrayList<>();
        windowBytes = 0;
        for (int i = 0; i < places.size(); i += 2) {
            Place place = places.get(i);
            kept.add(place);
            windowBytes += place.window == null ? 0 : place.window.bytes().length;
        }
        places = kept;
    }

    /** The checkpoints with the nearest place each, whose windows become parts of the index. */
    synchronized List<Checkpoint> bind(List<Checkpoint> checkpoints, Binding binding) {
        List<Checkpoint> bound = new ArrayList<>();
        for (Checkpoint checkpoint : checkpoints) {
            bound.add(checkpoint.at(binding.restart(before(checkpoint.offset()))));
        }
        return bound;
    }

    private @Nullable Place before(long offset) {
        int low = 0;
        int high = places.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (places.get(middle).unpacked <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : places.get(low - 1);
    }

    @Override
    public void close() {
        packer.close();
    }

    /** Gives places the parts of one index. */
    static final class Binding {
        private final IndexParts.Gathering parts;
        private final Map<Place, Integer> windows = new HashMap<>();

        Binding(IndexParts.Gathering parts) {
            this.parts = parts;
        }

        private Restart restart(@Nullable Place place) {
            if (place == null) {
                return Restart.BEGIN;
            }
            IndexParts.Packed window = place.window;
            int part = window == null ? 0 : windows.computeIfAbsent(place, _ -> parts.add(window));
            return new Restart(place.packed, place.bit, place.unpacked, part);
        }
    }
}
