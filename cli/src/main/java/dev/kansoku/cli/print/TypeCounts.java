// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.print;

import dev.kansoku.cli.console.Columns;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.event.Event;
import dev.kansoku.event.Symbols;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** Counts the events that pass by their types, generic ones by their calls. Not thread-safe. */
public final class TypeCounts implements Sink {
    /** How many types are told. */
    private static final int MOST = 100;

    private final Sink next;

    /** By the type's name, which is one array wherever it is met. */
    private final Map<byte[], long[]> counts = new IdentityHashMap<>();

    public TypeCounts(Sink next) {
        this.next = next;
    }

    @Override
    public boolean accept(EventContext context) throws IOException {
        counts.computeIfAbsent(Symbols.typeName(context.event()), _ -> new long[1])[0]++;
        return next.accept(context);
    }

    @Override
    public boolean wantsHidden(Event event) {
        return next.wantsHidden(event);
    }

    @Override
    public void idle() throws IOException {
        next.idle();
    }

    /** Tells the counts, the largest first. */
    public void tell(PrintStream notes) {
        // two codes may have one name
        Map<String, Long> named = new HashMap<>();
        counts.forEach(
                (name, count) ->
                        named.merge(
                                new String(name, StandardCharsets.US_ASCII), count[0], Long::sum));
        List<Entry<String, Long>> rows =
                named.entrySet().stream()
                        .sorted(
                                Comparator.comparing(Entry<String, Long>::getValue)
                                        .reversed()
                                        .thenComparing(Entry::getKey))
                        .toList();
        Columns table = new Columns("");
        table.add("events", "type");
        rows.stream()
                .limit(MOST)
                .forEach(row -> table.add(String.valueOf(row.getValue()), row.getKey()));
        notes.print(table);
        if (rows.size() > MOST) {
            notes.println("kansoku: " + (rows.size() - MOST) + " further types");
        }
    }
}
