// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares what happened in two captures: events, failures and time, by process name and call. Not
 * thread-safe.
 */
public final class Difference {
    private static final int MOST = 50;
    private static final int NUMBER = 10;
    private static final int NAME = 18;

    private static final class Side {
        private long count;
        private long errors;
        private long nanos;
    }

    private record Row(Side before, Side after) {
        long change() {
            return Math.abs(after.count - before.count) + Math.abs(after.errors - before.errors);
        }
    }

    private final EventText key;
    private final FieldNumber failed;
    private final FieldNumber latency;
    private final boolean json;
    private final KeyTable keys = new KeyTable();
    private final List<Row> rows = new ArrayList<>();
    private final TextBuffer scratch = new TextBuffer();

    public Difference(ReportSetting setting) throws FilterException {
        json = setting.json();
        key =
                json
                        ? EventText.wholeJson(List.of("proc.name", "evt.type"), setting)
                        : EventText.of("*%proc.name" + Keys.SEPARATOR + "%evt.type", setting);
        failed = FieldNumber.of("evt.failed", setting.text());
        latency = FieldNumber.of("evt.latency", setting.text());
    }

    /**
     * Counts an event.
     *
     * @param second whether it is of the second capture
     */
    public void count(boolean second, EventContext context) {
        if (!context.event().type().isExit()) {
            return; // a call counts once, whether the capture has its beginning or not
        }
        scratch.clear();
        key.write(context, scratch);
        int index = keys.index(scratch.bytes(), 0, scratch.length());
        if (index < 0) {
            return;
        }
        if (index == rows.size()) {
            rows.add(new Row(new Side(), new Side()));
        }
        Side side = second ? rows.get(index).after : rows.get(index).before;
        side.count++;
        side.errors += failed.read(context) == 1 ? 1 : 0;
        side.nanos += Math.max(0, latency.read(context));
    }

    /** Writes what changed, most changed first. */
    public void write(Page page) {
        TextBuffer out = page.text();
        if (!json) {
            Column.put("Process", NAME, out);
            Column.put("Call", NAME, out);
            out.put("   calls A   calls B  errors A  errors B    time A    time B\n");
            out.put("-".repeat(96)).put('\n');
        }
        IntStream.range(0, rows.size())
                .boxed()
                .filter(i -> rows.get(i).change() > 0)
                .sorted(
                        Comparator.<Integer>comparingLong(i -> rows.get(i).change())
                                .reversed()
                                .thenComparing(keys::compare))
                .limit(MOST)
                .forEach(index -> row(index, out));
    }

    private void row(int index, TextBuffer out) {
        Side before = rows.get(index).before;
        Side after = rows.get(index).after;
        if (json) {
            out.put("{\"report\":\"diff\",");
            out.put(keys.bytes(), keys.offset(index) + 1, keys.length(index) - 2);
            out.put(",\"calls\":[").decimal(before.count).put(',').decimal(after.count);
            out.put("],\"errors\":[").decimal(before.errors).put(',').decimal(after.errors);
            out.put("],\"time\":[").decimal(before.nanos).put(',').decimal(after.nanos);
            out.put("]}\n");
            return;
        }
        int from = keys.offset(index);
        int end = from + keys.length(index);
        int joint = from;
        while (keys.bytes()[joint] != Keys.SEPARATOR) {
            joint++;
        }
        cell(from, joint, out);
        cell(joint + 1, end, out);
        right(Long.toString(before.count), out);
        right(Long.toString(after.count), out);
        right(Long.toString(before.errors), out);
        right(Long.toString(after.errors), out);
        time(before.nanos, out);
        time(after.nanos, out);
        out.put('\n');
    }

    private void cell(int from, int end, TextBuffer out) {
        int start = out.length();
        out.put(keys.bytes(), from, end - from);
        Column.fit(out, start, NAME);
    }

    private static void time(long nanos, TextBuffer out) {
        TextBuffer text = new TextBuffer();
        if (nanos == 0) {
            text.put('-');
        } else {
            Unit.TIME.write(nanos, 0, text);
        }
        right(text.toString(), out);
    }

    private static void right(String text, TextBuffer out) {
        out.put(" ".repeat(Math.max(0, NUMBER - text.length()))).put(text);
    }
}
