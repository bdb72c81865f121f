// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.ffi.Architecture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a value as the kernel knows it into the family's encoding (see {@code conversions.tsv}).
 * Not thread-safe: it remembers its last answer, since most calls repeat their flags.
 */
public final class Conversion {
    private final int[] masks;
    private final int[] from;
    private final int[] to;
    private final int otherwise;
    private int lastValue;
    private int lastResult;

    private Conversion(List<int[]> rows, int otherwise) {
        this.masks = rows.stream().mapToInt(row -> row[0]).toArray();
        this.from = rows.stream().mapToInt(row -> row[1]).toArray();
        this.to = rows.stream().mapToInt(row -> row[2]).toArray();
        this.otherwise = otherwise;
        this.lastResult = compute(lastValue);
    }

    /** All conversions for an architecture by name, each a new instance. */
    public static Map<String, Conversion> all(Architecture architecture) {
        Map<String, List<int[]>> rows = new HashMap<>();
        Map<String, Integer> otherwise = new HashMap<>();
        for (String[] cells : Tables.read("conversions.tsv", 4)) {
            if (cells[1].equals("-")) {
                otherwise.put(cells[0], Integer.decode(cells[3]));
            } else {
                rows.computeIfAbsent(cells[0], name -> new ArrayList<>())
                        .add(new int[] {number(cells[1]), number(cells[2]), number(cells[3])});
            }
        }
        String variant = "@" + architecture.name().toLowerCase(java.util.Locale.ROOT);
        Map<String, Conversion> result = new HashMap<>();
        rows.forEach(
                (name, list) -> {
                    if (!name.contains("@")) {
                        List<int[]> own = rows.getOrDefault(name + variant, list);
                        result.put(name, new Conversion(own, otherwise.getOrDefault(name, 0)));
                    }
                });
        return result;
    }

    /** Converts a value. */
    public int apply(int value) {
        if (value != lastValue) {
            lastResult = compute(value);
            lastValue = value;
        }
        return lastResult;
    }

    private int compute(int value) {
        int result = 0;
        boolean matched = false;
        for (int i = 0; i < masks.length; i++) {
            if ((value & masks[i]) == from[i]) {
                result |= to[i];
                matched = true;
            }
        }
        return matched ? result : otherwise;
    }

    private static int number(String cell) {
        return (int) (long) Long.decode(cell);
    }
}
