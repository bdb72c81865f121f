// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A map from numbers to objects with open addressing: linear probing over a table that is at most
 * half full, and removal that moves what follows back, so that no marks are left behind. Looking up
 * allocates nothing. Not thread-safe.
 */
final class LongMap<V> {
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private long[] keys;
    private @Nullable Object[] values;
    private int shift;
    private int size;

    LongMap(int expected) {
        int capacity = Integer.highestOneBit(Math.max(4, expected) * 4 - 1);
        keys = new long[capacity];
        values = new Object[capacity];
        shift = Long.numberOfLeadingZeros(capacity) + 1;
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only put stores values
    @Nullable V get(long key) {
        int mask = keys.length - 1;
        for (int i = slot(key); ; i = (i + 1) & mask) {
            Object value = values[i];
            if (value == null || keys[i] == key) {
                return (V) value;
            }
        }
    }

    /** Puts a value in the place of the one there was, which is returned. */
    @SuppressWarnings("unchecked") // only put stores values
    @Nullable V put(long key, V value) {
        int mask = keys.length - 1;
        int i = slot(key);
        while (values[i] != null) {
            if (keys[i] == key) {
                Object before = values[i];
                values[i] = value;
                return (V) before;
            }
            i = (i + 1) & mask;
        }
        keys[i] = key;
        values[i] = value;
        if (++size * 2 > keys.length) {
            grow();
        }
        return null;
    }

    @SuppressWarnings("unchecked") // only put stores values
    @Nullable V remove(long key) {
        int mask = keys.length - 1;
        int i = slot(key);
        while (values[i] != null && keys[i] != key) {
            i = (i + 1) & mask;
        }
        Object before = values[i];
        if (before != null) {
            size--;
            closeGap(i, mask);
        }
        return (V) before;
    }

    private void closeGap(int gap, int mask) {
        int i = (gap + 1) & mask;
        while (values[i] != null) {
            int home = slot(keys[i]);
            if (((i - home) & mask) >= ((i - gap) & mask)) {
                keys[gap] = keys[i];
                values[gap] = values[i];
                gap = i;
            }
            i = (i + 1) & mask;
        }
        values[gap] = null;
    }

    void clear() {
        Arrays.fill(values, null);
        size = 0;
    }

    /** Hands over every value, in no order; the map must not change meanwhile. */
    @SuppressWarnings("unchecked") // only put stores values
    void forEach(Consumer<? super V> action) {
        for (Object value : values) {
            if (value != null) {
                action.accept((V) value);
            }
        }
    }

    /** The number of places, for walking with {@link #at}. */
    int places() {
        return keys.length;
    }

    @SuppressWarnings("unchecked") // only put stores values
    @Nullable V at(int place) {
        return (V) values[place];
    }

    LongMap<V> copy() {
        LongMap<V> copy = new LongMap<>(4);
        copy.keys = keys.clone();
        copy.values = values.clone();
        copy.shift = shift;
        copy.size = size;
        return copy;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new Object[oldKeys.length * 2];
        shift--;
        int mask = keys.length - 1;
        for (int j = 0; j < oldKeys.length; j++) {
            if (oldValues[j] != null) {
                int i = slot(oldKeys[j]);
                while (values[i] != null) {
                    i = (i + 1) & mask;
                }
                keys[i] = oldKeys[j];
                values[i] = oldValues[j];
            }
        }
    }

    private int slot(long key) {
        return (int) ((key * MIX) >>> shift);
    }
}
