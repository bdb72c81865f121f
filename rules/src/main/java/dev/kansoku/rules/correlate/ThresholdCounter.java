// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.MatchFields;
import dev.kansoku.rules.MatchValues;
import dev.kansoku.rules.Threshold;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the matches of one rule for each key. An event without a value that belongs to the key is
 * counted with the others that have none. Belongs to one thread.
 */
final class ThresholdCounter {
    /** Up to here the time of each match is remembered. */
    private static final int MOST_EXACT = 256;

    private final Threshold threshold;
    private final KeyReader by;
    private final @Nullable KeyReader distinct;
    private final BoundedTable<Window> windows;
    private final TextBuffer key = new TextBuffer();
    private final TextBuffer value = new TextBuffer();
    private final long seed;
    private long evicted;

    ThresholdCounter(Threshold threshold, FieldCatalogue<EventContext> fields, int most, long seed)
            throws FilterException {
        this.threshold = threshold;
        this.by = new KeyReader(threshold.by().fields(), fields, seed);
        this.distinct =
                threshold.distinct() == null
                        ? null
                        : new KeyReader(List.of(threshold.distinct()), fields, seed);
        this.windows = new BoundedTable<>(most, seed);
        this.seed = seed;
    }

    int size() {
        return windows.size();
    }

    /** Keys that made room before their time. */
    long evicted() {
        return evicted;
    }

    /** Counts the event at hand; whether there are enough by it. */
    boolean counted(EventContext context, MatchValues told) {
        long now = context.event().timestamp();
        windows.expire(now - threshold.withinNanos());
        long what = 0;
        if (distinct != null) {
            value.clear();
            if (!distinct.read(context, value)) {
                return false;
            }
            what = Hash.of(value.bytes(), 0, value.length(), seed);
        }
        key.clear();
        by.read(context, key);
        int at = windows.find(key);
        Window window;
        if (at < 0) {
            window = window();
            if (windows.isFull()) {
                windows.remove(windows.oldest());
                evicted++;
            }
            windows.put(key, window, now);
        } else {
            window = windows.value(at);
            windows.touch(at, now);
        }
        if (!window.add(now, what)) {
            return false;
        }
        told.put(MatchFields.COUNT, (long) threshold.count());
        return true;
    }

    private Window window() {
        if (distinct != null) {
            return new DistinctWindow(threshold.count(), threshold.withinNanos());
        }
        return threshold.count() <= MOST_EXACT
                ? new ExactWindow(threshold.count(), threshold.withinNanos())
                : new SlicedWindow(threshold.count(), threshold.withinNanos());
    }
}
