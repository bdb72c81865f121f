// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.rules.alert.Alert;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts alerts that are equal to one that was told shortly before. How many there were is told
 * once, when their time is over: by the next equal alert, or by a copy of the first one where none
 * comes. Belongs to one thread.
 */
final class Suppressor {
    /** The name of the number among an alert's fields. */
    static final String FIELD = "suppressed";

    private final BoundedTable<Told> table;
    private final Consumer<Alert> alerts;
    private long evicted;
    private long suppressed;

    /** An alert that was told, and how many equal ones were not. */
    private static final class Told {
        private final long until;
        private @Nullable Alert alert;
        private long count;
        private long last;

        Told(long until) {
            this.until = until;
        }
    }

    /**
     * @param alerts is told how many there were
     */
    Suppressor(int most, long seed, Consumer<Alert> alerts) {
        this.table = new BoundedTable<>(most, seed);
        this.alerts = alerts;
    }

    int size() {
        return table.size();
    }

    long evicted() {
        return evicted;
    }

    /** Alerts that were not told. */
    long suppressed() {
        return suppressed;
    }

    /**
     * Asks for an alert whether one like it was told already.
     *
     * @param key what equal ones have in common
     * @param nanos for how long equal ones are not told
     * @return how many were not told since the last one, or -1 where this one is not to be told
     */
    long ask(TextBuffer key, long now, long nanos) {
        int at = table.find(key);
        long before = 0;
        if (at >= 0) {
            Told told = table.value(at);
            if (now < told.until) {
                told.count++;
                told.last = Math.max(now, told.last);
                suppressed++;
                return -1;
            }
            before = told.count;
            table.remove(at);
        } else if (table.isFull()) {
            evicted++;
            close(table.oldest());
        }
        table.put(key, new Told(now + nanos), now);
        return before;
    }

    /** The alert that was asked for with this key. */
    void told(TextBuffer key, Alert alert) {
        int at = table.find(key);
        if (at >= 0) {
            table.value(at).alert = alert;
        }
    }

    /** Tells of those whose time is over. */
    void close(long now) {
        int at = table.oldest();
        while (at != BoundedTable.NONE) {
            int next = table.newerThan(at);
            if (table.value(at).until <= now) {
                close(at);
            }
            at = next;
        }
    }

    /** Tells of all. */
    void closeAll() {
        while (table.size() > 0) {
            close(table.oldest());
        }
    }

    private void close(int at) {
        Told told = table.value(at);
        table.remove(at);
        Alert alert = told.alert;
        if (told.count > 0 && alert != null) {
            alerts.accept(saying(alert, told.count, told.last));
        }
    }

    /** An alert that says how many were not told. */
    static Alert saying(Alert alert, long count, long nanos) {
        SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>(alert.fields());
        fields.put(FIELD, count);
        return new Alert(
                nanos,
                alert.rule(),
                alert.priority(),
                alert.source(),
                alert.hostname(),
                alert.output() + " (suppressed: " + count + ")",
                alert.tags(),
                fields,
                alert.why());
    }
}
