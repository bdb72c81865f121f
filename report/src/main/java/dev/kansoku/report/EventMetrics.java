// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Counts events, failed ones and how long calls took, for each combination of some fields' values.
 * Combinations beyond a limit are counted together, so that no attacker who invents names of
 * processes fills the memory of whoever keeps the metrics.
 *
 * <p>Thread-safe: one thread counts, others take {@link #series}.
 */
public final class EventMetrics {
    /** Upper bounds of the latency's buckets in nanoseconds; one more takes what is longer. */
    static final long[] BOUNDS = bounds();

    /** What stands for the values of combinations beyond the limit. */
    static final String OTHERS = "(others)";

    private static final int MOST_KEY_BYTES = 16 << 20;
    private static final String MISSING = "<NA>";

    private final List<String> fields;
    private final EventText key;
    private final FieldNumber failed;
    private final FieldNumber latency;
    private final KeyTable keys;
    private final TextBuffer text = new TextBuffer(256);

    /** By the key's number; the place behind the last key is that of the others. */
    private final int others;

    private long[] events = new long[64];
    private long[] errors = new long[64];
    private long[] nanos = new long[64];
    private long[] buckets = new long[64 * (BOUNDS.length + 1)];

    /**
     * What was counted of one combination.
     *
     * @param values of the fields, empty text for a missing one
     * @param nanos how long its calls took together
     * @param buckets how many calls took how long, as {@link EventMetrics#BOUNDS} has it
     */
    public record Series(
            List<String> values, long events, long errors, long nanos, List<Long> buckets) {
        /** How many calls' time is known. */
        public long timed() {
            return buckets.stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * @param fields whose values make a combination
     * @param most how many combinations are told apart
     */
    public EventMetrics(List<String> fields, int most, ReportSetting setting)
            throws FilterException {
        this.fields = List.copyOf(fields);
        this.others = most;
        this.keys = new KeyTable(most, MOST_KEY_BYTES);
        this.key = EventText.of("*%" + String.join(Keys.SEPARATOR + "%", fields), setting);
        this.failed = FieldNumber.of("evt.failed", setting.typed());
        this.latency = FieldNumber.of("evt.latency", setting.typed());
    }

    /** One microsecond, and four times as much each, to more than a second. */
    private static long[] bounds() {
        long[] bounds = new long[12];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = 1000L << 2 * i;
        }
        return bounds;
    }

    /** The fields by whose values is counted. */
    public List<String> fields() {
        return fields;
    }

    /** Counts the event at hand. */
    public synchronized void count(EventContext context) {
        text.clear();
        key.write(context, text);
        int index = keys.index(text.bytes(), 0, text.length());
        int place = place(index < 0 ? others : index);
        events[place]++;
        errors[place] += failed.read(context) == 1 ? 1 : 0;
        long took = latency.read(context);
        if (took > 0 && context.event().type().isExit()) { // 0 where it is not known
            nanos[place] += took;
            buckets[place * (BOUNDS.length + 1) + bucket(took)]++;
        }
    }

    static int bucket(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    private int place(int index) {
        if (index >= events.length) {
            int size = Math.min(others + 1, Math.max(index + 1, events.length * 2));
            events = Arrays.copyOf(events, size);
            errors = Arrays.copyOf(errors, size);
            nanos = Arrays.copyOf(nanos, size);
            buckets = Arrays.copyOf(buckets, size * (BOUNDS.length + 1));
        }
        return index;
    }

    /** All that was counted, in the order in which the combinations were met. */
    public synchronized List<Series> series() {
        List<Series> all = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            all.add(series(i, values(i)));
        }
        if (others < events.length && events[others] > 0) {
            all.add(series(others, Collections.nCopies(fields.size(), OTHERS)));
        }
        return all;
    }

    private Series series(int place, List<String> values) {
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i <= BOUNDS.length; i++) {
            counts.add(buckets[place * (BOUNDS.length + 1) + i]);
        }
        return new Series(values, events[place], errors[place], nanos[place], counts);
    }

    private List<String> values(int index) {
        String whole =
                new String(
                        keys.bytes(),
                        keys.offset(index),
                        keys.length(index),
                        StandardCharsets.UTF_8);
        List<String> values = new ArrayList<>();
        for (String value : whole.split(String.valueOf(Keys.SEPARATOR), -1)) {
            values.add(value.equals(MISSING) ? "" : value);
        }
        return values;
    }
}
