// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.event.TextBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes the sums of a table, the largest first, and equal ones in the order of their keys.
 *
 * @param report the report's name
 * @param titles of the key's parts
 * @param valueTitle of the sums
 * @param valueName of the sums in JSON
 * @param unit of the sums
 * @param most how many rows are written; 0 for all
 */
record TopRows(
        String report,
        List<String> titles,
        String valueTitle,
        String valueName,
        Unit unit,
        int most) {
    private static final int WIDTH = 20;

    TopRows {
        titles = List.copyOf(titles);
    }

    /** Which rows are written, in their order. */
    int[] order(KeyTable keys, long[] sums) {
        int[] order =
                IntStream.range(0, keys.size())
                        .boxed()
                        .sorted(
                                Comparator.<Integer>comparingLong(i -> sums[i])
                                        .reversed()
                                        .thenComparing(keys::compare))
                        .mapToInt(Integer::intValue)
                        .toArray();
        return most == 0 || order.length <= most ? order : Arrays.copyOf(order, most);
    }

    void text(KeyTable keys, long[] sums, long elapsed, Page page) {
        TextBuffer out = page.text();
        Column.put(valueTitle, WIDTH, out);
        for (String title : titles) {
            Column.put(title, WIDTH, out);
        }
        out.put('\n');
        page.rule();
        for (int index : order(keys, sums)) {
            int from = out.length();
            unit.write(sums[index], elapsed, out);
            Column.fit(out, from, WIDTH);
            parts(keys, index, out);
            out.put('\n');
        }
    }

    /** All parts of a key but the last are cut to their columns. */
    private static void parts(KeyTable keys, int index, TextBuffer out) {
        byte[] bytes = keys.bytes();
        int at = keys.offset(index);
        int end = at + keys.length(index);
        int from = at;
        for (; at < end; at++) {
            if (bytes[at] == Keys.SEPARATOR) {
                int cell = out.length();
                out.put(bytes, from, at - from);
                Column.fit(out, cell, WIDTH);
                from = at + 1;
            }
        }
        out.put(bytes, from, end - from);
    }

    /**
     * Writes rows as JSON, one object a line.
     *
     * @param time when an interval ended, in nanoseconds since the epoch; 0 for none
     */
    void json(KeyTable keys, long[] sums, long time, Page page) {
        TextBuffer out = page.text();
        for (int index : order(keys, sums)) {
            out.put("{\"report\":\"").put(report).put("\",");
            if (time != 0) {
                out.put("\"time\":").decimal(time).put(',');
            }
            // A key is an object itself: all of it but its braces.
            out.put(keys.bytes(), keys.offset(index) + 1, keys.length(index) - 2);
            out.put(",\"").put(valueName).put("\":").decimal(sums[index]).put("}\n");
        }
    }
}
