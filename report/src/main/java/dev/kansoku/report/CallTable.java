// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Counts system calls with their errors and times, by call or by any field. */
final class CallTable implements Report {
    private static final int NUMBER = 10;
    private static final int TIME = 11;
    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.99;

    /** More keys than that share the last one. */
    private static final int MOST = 4096;

    private static final byte[] OTHERS = Words.ascii("(others)");

    private final String name;
    private final String field;
    private final EventText key;
    private final FieldNumber failed;
    private final FieldNumber latency;
    private final boolean json;
    private final boolean live;
    private final KeyTable keys = new KeyTable(MOST, 1 << 20);
    private final List<Calls> calls = new ArrayList<>();
    private final TextBuffer scratch = new TextBuffer();

    private static final class Calls {
        private final Latencies times = new Latencies();
        private long count;
        private long errors;
    }

    CallTable(ReportDefinition definition, String field, ReportSetting setting)
            throws FilterException {
        this.name = definition.name();
        this.field = field;
        key = EventText.of("*%" + field, setting);
        failed = FieldNumber.of("evt.failed", setting.text());
        latency = FieldNumber.of("evt.latency", setting.text());
        json = setting.json();
        live = setting.live();
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        scratch.clear();
        key.write(context, scratch);
        int index = keys.index(scratch.bytes(), 0, scratch.length());
        if (index < 0) {
            index = keys.size() - 1;
        } else if (keys.size() == MOST - 1) {
            keys.index(OTHERS, 0, OTHERS.length);
        }
        while (calls.size() <= index) {
            calls.add(new Calls());
        }
        Calls at = calls.get(index);
        at.count++;
        at.errors += failed.read(context) == 1 ? 1 : 0;
        long took = latency.read(context);
        if (took > 0) { // 0 where it is not known
            at.times.add(took);
        }
        return true;
    }

    @Override
    public boolean fillsScreen() {
        return true;
    }

    @Override
    public long every() {
        return live ? TopTable.SECOND : 0;
    }

    @Override
    public void interval(EventContext context, Page page, Period period) {
        end(context, page, period);
        keys.clear();
        calls.clear();
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        List<Integer> order =
                IntStream.range(0, calls.size())
                        .boxed()
                        .sorted(
                                Comparator.<Integer>comparingLong(i -> calls.get(i).times.total())
                                        .thenComparingLong(i -> calls.get(i).count)
                                        .reversed()
                                        .thenComparing(keys::compare))
                        .toList();
        if (!json) {
            page.put("     calls     errors      total        p50        p99        max  ")
                    .put(field.equals("evt.type") ? "call" : field)
                    .put("\n")
                    .rule();
        }
        for (int index : order) {
            if (json) {
                object(index, page.text());
            } else {
                row(index, page.text());
            }
        }
    }

    private void row(int index, TextBuffer out) {
        Calls at = calls.get(index);
        right(Long.toString(at.count), NUMBER, out);
        right(at.errors == 0 ? "" : Long.toString(at.errors), NUMBER + 1, out);
        time(at.times.total(), at, out);
        time(at.times.percentile(HALF), at, out);
        time(at.times.percentile(NEARLY_ALL), at, out);
        time(at.times.most(), at, out);
        out.put("  ").put(keys.bytes(), keys.offset(index), keys.length(index)).put('\n');
    }

    private static void time(long nanos, Calls at, TextBuffer out) {
        TextBuffer text = new TextBuffer();
        if (at.times.count() > 0) {
            Unit.TIME.write(nanos, 0, text);
        } else {
            text.put('-');
        }
        right(text.toString(), TIME, out);
    }

    private static void right(String text, int width, TextBuffer out) {
        out.put(" ".repeat(Math.max(0, width - text.length()))).put(text);
    }

    private void object(int index, TextBuffer out) {
        Calls at = calls.get(index);
        out.put("{\"report\":\"").put(name).put("\",\"").put(field).put("\":");
        Json.text(keys.bytes(), keys.offset(index), keys.length(index), out);
        out.put(",\"calls\":").decimal(at.count).put(",\"errors\":").decimal(at.errors);
        out.put(",\"timed\":").decimal(at.times.count());
        out.put(",\"total\":").decimal(at.times.total());
        out.put(",\"p50\":").decimal(at.times.percentile(HALF));
        out.put(",\"p99\":").decimal(at.times.percentile(NEARLY_ALL));
        out.put(",\"max\":").decimal(at.times.most()).put("}\n");
    }
}
