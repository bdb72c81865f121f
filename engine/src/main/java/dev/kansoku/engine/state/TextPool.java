// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.LittleEndian;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Texts of threads, each once: what a shell hands to a thousand children is kept a single time. A
 * text is counted by who keeps it and goes with the last of them. What has no room comes back
 * empty, which means unknown.
 *
 * <p>Not thread-safe.
 */
final class TextPool<T extends KeptText> {
    /** What the objects around the bytes take of memory, about. */
    private static final int OVERHEAD = 56;

    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final TextBudget budget;
    private final T empty;
    private final Function<byte[], T> maker;

    /** Keeps whoever writes captures from making all texts fall into one bucket. */
    private final long seed = System.nanoTime() * MIX | 1;

    private @Nullable KeptText[] buckets = new KeptText[1024];
    private int size;

    /**
     * A pool that starts empty.
     *
     * @param empty what stands for no bytes
     * @param maker makes a text of bytes that are its own from then on
     */
    TextPool(TextBudget budget, T empty, Function<byte[], T> maker) {
        this.budget = budget;
        this.empty = empty;
        this.maker = maker;
    }

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(buckets, null);
        size = 0;
    }

    /** One more keeps a text. */
    T share(T text) {
        if (text.users > 0) {
            text.users++;
        }
        return text;
    }

    /** One less keeps a text. */
    void release(T text) {
        if (text.users > 0 && --text.users == 0) {
            remove(text);
        }
    }

    /** A parameter's text up to its NUL, empty where it is missing; {@code like} if that is it. */
    T text(Moment moment, MergedParameter parameter, T like) {
        Event holder = moment.holder(parameter);
        int index = holder == null ? -1 : parameter.index(holder);
        return holder == null ? empty : take(holder, index, holder.textLength(index), like);
    }

    /** All bytes of a parameter, empty where it is missing; {@code like} if they are those. */
    T all(Moment moment, MergedParameter parameter, T like) {
        Event holder = moment.holder(parameter);
        int index = holder == null ? -1 : parameter.index(holder);
        return holder == null || !holder.has(index)
                ? empty
                : take(holder, index, holder.length(index), like);
    }

    private T take(Event holder, int index, int length, T like) {
        return length == 0 ? empty : take(holder.bytes(), holder.offset(index), length, like);
    }

    /** In the place of what somebody keeps: a parameter's text up to its NUL. */
    T textInPlaceOf(T before, Moment moment, MergedParameter parameter) {
        T after = text(moment, parameter, before);
        release(before);
        return after;
    }

    /** In the place of what somebody keeps: all bytes of a parameter. */
    T allInPlaceOf(T before, Moment moment, MergedParameter parameter) {
        T after = all(moment, parameter, before);
        release(before);
        return after;
    }

    T inPlaceOf(T before, byte[] bytes) {
        T after = take(bytes, 0, bytes.length, before);
        release(before);
        return after;
    }

    T of(byte[] bytes) {
        return take(bytes, 0, bytes.length, empty);
    }

    private T take(byte[] source, int at, int whole, T like) {
        int length = Math.min(whole, budget.longest());
        if (Arrays.equals(source, at, at + length, like.bytes, 0, like.bytes.length)) {
            return share(like);
        }
        if (length == 0) {
            return empty;
        }
        int hash = hash(source, at, length);
        T known = find(hash, source, at, length);
        if (known != null) {
            known.users++;
            return known;
        }
        if (!budget.take(length + OVERHEAD)) {
            return empty;
        }
        T made = maker.apply(Arrays.copyOfRange(source, at, at + length));
        made.users = 1;
        made.hash = hash;
        add(made);
        return made;
    }

    @SuppressWarnings("unchecked") // only what the maker made is in a bucket
    private @Nullable T find(int hash, byte[] source, int at, int length) {
        KeptText text = buckets[hash & buckets.length - 1];
        while (text != null
                && (text.hash != hash
                        || !Arrays.equals(
                                source, at, at + length, text.bytes, 0, text.bytes.length))) {
            text = text.next;
        }
        return (T) text;
    }

    private void add(T text) {
        if (++size > buckets.length) {
            grow();
        }
        int bucket = text.hash & buckets.length - 1;
        text.next = buckets[bucket];
        buckets[bucket] = text;
    }

    private void remove(T text) {
        int bucket = text.hash & buckets.length - 1;
        KeptText at = buckets[bucket];
        if (at == text) {
            buckets[bucket] = text.next;
        } else {
            while (at != null && at.next != text) {
                at = at.next;
            }
            if (at == null) { // of a time before the pool was cleared
                return;
            }
            at.next = text.next;
        }
        text.next = null;
        size--;
        budget.giveBack(text.bytes.length + OVERHEAD);
    }

    private void grow() {
        @Nullable KeptText[] old = buckets;
        buckets = new KeptText[old.length * 2];
        for (KeptText first : old) {
            KeptText text = first;
            while (text != null) {
                KeptText next = text.next;
                int bucket = text.hash & buckets.length - 1;
                text.next = buckets[bucket];
                buckets[bucket] = text;
                text = next;
            }
        }
    }

    private int hash(byte[] source, int at, int length) {
        long hash = seed ^ length;
        int i = at;
        int end = at + length;
        for (; i + 8 <= end; i += 8) {
            hash = (hash ^ LittleEndian.unsigned(source, i, 8)) * MIX;
            hash ^= hash >>> 29;
        }
        for (; i < end; i++) {
            hash = (hash ^ source[i]) * MIX;
        }
        hash ^= hash >>> 32;
        return (int) (hash * MIX >>> 32);
    }
}
