// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Compares lines with golden ones. Both begin with ascending event numbers, by which they are
 * paired; a line without its pair counts as unequal.
 */
public final class Comparison {
    private final String capture;
    private final List<String> columns;
    private final int shown;
    private final Map<String, Integer> unequalColumns = new TreeMap<>();
    private final List<String> samples = new ArrayList<>();
    private int lines;
    private int unequal;
    private int known;

    /**
     * @param columns names of the tab-separated columns; empty where a line is compared as a whole
     * @param shown how many differences to keep for people
     */
    Comparison(String capture, List<String> columns, int shown) {
        this.capture = capture;
        this.columns = columns;
        this.shown = shown;
    }

    /** Pairs the lines by the number that {@code key} finds in them. */
    void compare(List<String> ours, List<String> golden, Function<String, Long> key) {
        int i = 0;
        int j = 0;
        while (i < ours.size() || j < golden.size()) {
            long mine = i < ours.size() ? key.apply(ours.get(i)) : Long.MAX_VALUE;
            long theirs = j < golden.size() ? key.apply(golden.get(j)) : Long.MAX_VALUE;
            lines++;
            if (mine == theirs) {
                pair(ours.get(i++), golden.get(j++));
            } else if (mine < theirs) {
                unequal("(nothing)", ours.get(i++));
            } else {
                unequal(golden.get(j++), "(nothing)");
            }
        }
    }

    private void pair(String ours, String golden) {
        if (ours.equals(golden)) {
            return;
        }
        if (columns.isEmpty()) {
            if (KnownFaults.explain(ours, golden)) {
                known++;
            } else {
                unequal(golden, ours);
            }
            return;
        }
        String[] a = ours.split("\t", -1);
        String[] b = golden.split("\t", -1);
        if (a.length != b.length) {
            unequal(golden, ours);
            return;
        }
        Row row = new Row(columns, a, b);
        boolean differs = false;
        for (int i = 0; i < a.length; i++) {
            if (!a[i].equals(b[i]) && !KnownFaults.explain(row, i)) {
                differs = true;
                unequalColumns.merge(columns.get(i), 1, Integer::sum);
                sample(row, i);
            }
        }
        if (differs) {
            unequal++;
        } else {
            known++;
        }
    }

    /** A line and its golden pair, cut into columns. */
    record Row(List<String> columns, String[] ours, String[] golden) {
        String ours(String column) {
            return ours[columns.indexOf(column)];
        }

        String golden(String column) {
            return golden[columns.indexOf(column)];
        }
    }

    private void sample(Row row, int column) {
        if (samples.size() < shown) {
            samples.add(
                    "%s %s %s %s: golden %s, ours %s | %s"
                            .formatted(
                                    row.golden()[0],
                                    row.golden("evt.dir"),
                                    row.golden("evt.type"),
                                    columns.get(column),
                                    row.golden()[column],
                                    row.ours()[column],
                                    row.golden("evt.args")));
        }
    }

    private void unequal(String golden, String ours) {
        unequal++;
        if (samples.size() < shown) {
            samples.add("golden " + golden + "\n  ours " + ours);
        }
    }

    /** Lines that were compared. */
    int lines() {
        return lines;
    }

    /** Lines that differ in more than what {@link KnownFaults} explains. */
    int unequal() {
        return unequal;
    }

    /** Lines that differ only in what {@link KnownFaults} explains. */
    int known() {
        return known;
    }

    List<String> samples() {
        return samples;
    }

    @Override
    public String toString() {
        return "%s: %d lines, %d equal, %d differ by a known fault, %d unequal %s"
                .formatted(
                        capture,
                        lines,
                        lines - unequal - known,
                        known,
                        unequal,
                        unequalColumns.isEmpty() ? "" : unequalColumns);
    }
}
