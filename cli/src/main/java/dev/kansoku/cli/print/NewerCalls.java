// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.print;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Symbols;
import dev.kansoku.event.TableFile;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Notes whether calls occur that the libraries of today make in place of those that a filter asks
 * for: nobody who filters {@code evt.type=open} should be told that no file was opened. Looks at
 * events only where a filter asks for such a call and not for the newer one.
 */
public final class NewerCalls extends ForwardingSource {
    private static final String RESOURCE = "newer-calls.tsv";

    /** By the older name, which newer ones were asked for by nobody. */
    private final Map<String, List<String>> newer;

    /** The names of events met, which are one array each wherever they are met. */
    private final Set<byte[]> met = Collections.newSetFromMap(new IdentityHashMap<>());

    private final boolean[] metCodes = new boolean[EventTable.size()];

    private NewerCalls(EventSource origin, Map<String, List<String>> newer) {
        super(origin);
        this.newer = newer;
    }

    /**
     * A source that notes newer calls; null where the filter asks for none that has a newer one.
     *
     * @param wanted the codes of the events that the filter can match
     */
    public static @Nullable NewerCalls of(EventSource origin, BitSet wanted) {
        if (wanted.cardinality() > EventTable.size() / 2) {
            return null; // it does not say which calls it is about
        }
        Map<String, BitSet> codes = codes();
        Map<String, List<String>> newer = new HashMap<>();
        for (String[] row :
                TableFile.rows(NewerCalls.class.getResourceAsStream(RESOURCE), RESOURCE, 2)) {
            BitSet older = codes.get(row[0]);
            if (older == null || !older.intersects(wanted)) {
                continue;
            }
            List<String> others = new ArrayList<>();
            for (String name : row[1].split(" ", -1)) {
                BitSet of = codes.get(name);
                if (of == null ? !wanted.get(0) && !wanted.get(1) : !of.intersects(wanted)) {
                    others.add(name);
                }
            }
            if (!others.isEmpty()) {
                newer.put(row[0], others);
            }
        }
        return newer.isEmpty() ? null : new NewerCalls(origin, newer);
    }

    private static Map<String, BitSet> codes() {
        Map<String, BitSet> codes = new HashMap<>();
        for (EventType type : EventTable.all()) {
            codes.computeIfAbsent(type.name(), _ -> new BitSet()).set(type.code());
        }
        return codes;
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        if (!origin.next(event, start)) {
            return false;
        }
        if (event.type().isGeneric()) {
            met.add(Symbols.typeName(event));
        } else {
            metCodes[event.code()] = true;
        }
        return true;
    }

    /**
     * What to tell who found nothing, one line for each call; empty where nothing newer was met.
     */
    public List<String> advice() {
        Set<String> names = new TreeSet<>();
        met.forEach(name -> names.add(new String(name, StandardCharsets.US_ASCII)));
        for (int code = 0; code < metCodes.length; code++) {
            if (metCodes[code]) {
                names.add(EventTable.type(code).name());
            }
        }
        List<String> lines = new ArrayList<>();
        newer.forEach(
                (older, others) -> {
                    List<String> found = others.stream().filter(names::contains).toList();
                    if (!found.isEmpty() && !names.contains(older)) {
                        lines.add(
                                "no "
                                        + older
                                        + " occurred, but "
                                        + String.join(" and ", found)
                                        + " did: evt.type in ("
                                        + older
                                        + ", "
                                        + String.join(", ", found)
                                        + ") finds them too");
                    }
                });
        return lines;
    }
}
