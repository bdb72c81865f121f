// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.event.TextBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values by keys of bytes, at most so many, in the order in which they were last used. Looking a
 * key up allocates nothing; only a new key is copied. Keys hold what was captured, so their hashes
 * are seeded: nobody can choose keys that meet in one place. Not thread-safe.
 *
 * <p>Places in it are numbers, valid until something is put or removed.
 */
final class BoundedTable<V> {
    /** Says that there is no such place. */
    static final int NONE = -1;

    private static final int SMALLEST = 16;

    private final int most;
    private final long seed;
    private int[] heads;
    private byte[][] keys;
    private @Nullable Object[] values;
    private long[] hashes;
    private long[] times;
    private int[] next;
    private int[] older;
    private int[] newer;
    private int oldest = NONE;
    private int newest = NONE;
    private int free = NONE;
    private int used;
    private int size;

    /**
     * @param most keys that it takes
     * @param seed of the hashes
     */
    BoundedTable(int most, long seed) {
        this.most = most;
        this.seed = seed;
        int room = Math.min(SMALLEST, most);
        heads = new int[Integer.highestOneBit(room) * 2];
        Arrays.fill(heads, NONE);
        keys = new byte[room][];
        values = new Object[room];
        hashes = new long[room];
        times = new long[room];
        next = new int[room];
        older = new int[room];
        newer = new int[room];
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == most;
    }

    /** Where a key is. */
    int find(TextBuffer key) {
        long hash = Hash.of(key.bytes(), 0, key.length(), seed);
        for (int at = heads[slot(hash)]; at != NONE; at = next[at]) {
            if (hashes[at] == hash
                    && Arrays.equals(keys[at], 0, keys[at].length, key.bytes(), 0, key.length())) {
                return at;
            }
        }
        return NONE;
    }

    @SuppressWarnings("unchecked") // only put stores values
    V value(int at) {
        return (V) java.util.Objects.requireNonNull(values[at]);
    }

    /** When it was last used. */
    long time(int at) {
        return times[at];
    }

    /** The place that was not used for longest. */
    int oldest() {
        return oldest;
    }

    /** The place that was used next after another. */
    int newerThan(int at) {
        return newer[at];
    }

    /** It is used now. */
    void touch(int at, long time) {
        times[at] = time;
        if (at != newest) {
            unlink(at);
            linkNewest(at);
        }
    }

    /** Puts a value under a key that is not there. It must not be full. */
    void put(TextBuffer key, V value, long time) {
        if (isFull()) {
            throw new IllegalStateException("no room");
        }
        int at = free;
        if (at != NONE) {
            free = next[at];
        } else {
            if (used == keys.length) {
                grow();
            }
            at = used++;
        }
        long hash = Hash.of(key.bytes(), 0, key.length(), seed);
        keys[at] = Arrays.copyOf(key.bytes(), key.length());
        values[at] = value;
        hashes[at] = hash;
        times[at] = time;
        int slot = slot(hash);
        next[at] = heads[slot];
        heads[slot] = at;
        linkNewest(at);
        size++;
    }

    void remove(int at) {
        int slot = slot(hashes[at]);
        if (heads[slot] == at) {
            heads[slot] = next[at];
        } else {
            int before = heads[slot];
            while (next[before] != at) {
                before = next[before];
            }
            next[before] = next[at];
        }
        unlink(at);
        keys[at] = new byte[0];
        values[at] = null;
        next[at] = free;
        free = at;
        size--;
    }

    /** Removes what was last used before a time. */
    void expire(long before) {
        while (oldest != NONE && times[oldest] < before) {
            remove(oldest);
        }
    }

    private int slot(long hash) {
        return (int) hash & heads.length - 1;
    }

    private void linkNewest(int at) {
        older[at] = newest;
        newer[at] = NONE;
        if (newest != NONE) {
            newer[newest] = at;
        } else {
            oldest = at;
        }
        newest = at;
    }

    private void unlink(int at) {
        if (older[at] != NONE) {
            newer[older[at]] = newer[at];
        } else {
            oldest = newer[at];
        }
        if (newer[at] != NONE) {
            older[newer[at]] = older[at];
        } else {
            newest = older[at];
        }
    }

    private void grow() {
        int room = Math.min(most, keys.length * 2);
        keys = Arrays.copyOf(keys, room);
        values = Arrays.copyOf(values, room);
        hashes = Arrays.copyOf(hashes, room);
        times = Arrays.copyOf(times, room);
        next = Arrays.copyOf(next, room);
        older = Arrays.copyOf(older, room);
        newer = Arrays.copyOf(newer, room);
        heads = new int[Integer.highestOneBit(room) * 2];
        Arrays.fill(heads, NONE);
        for (int at = oldest; at != NONE; at = newer[at]) {
            int slot = slot(hashes[at]);
            next[at] = heads[slot];
            heads[slot] = at;
        }
    }
}
