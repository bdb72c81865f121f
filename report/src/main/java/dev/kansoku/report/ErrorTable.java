// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Says what fails, how often, where and why. */
final class ErrorTable implements Report {
    private static final int COUNT = 8;
    private static final int NAME = 18;
    private static final int MOST = 100;
    private static final List<String> WHERE =
            List.of("%fd.name", "%fs.path.name", "%evt.arg.path", "%evt.arg.name");

    private final String name;
    private final EventText who;
    private final EventText call;
    private final EventText error;
    private final List<EventText> places = new ArrayList<>();
    private final boolean json;
    private final boolean live;
    private final KeyTable keys = new KeyTable();
    private final TextBuffer scratch = new TextBuffer();
    private long[] counts = new long[32];

    ErrorTable(ReportDefinition definition, ReportSetting setting) throws FilterException {
        name = definition.name();
        who = EventText.of("*%proc.name", setting);
        call = EventText.of("*%evt.type", setting);
        error = EventText.of("*%evt.res.name", setting);
        for (String place : WHERE) {
            places.add(EventText.of(place, setting));
        }
        json = setting.json();
        live = setting.live();
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        scratch.clear();
        who.write(context, scratch);
        scratch.put(Keys.SEPARATOR);
        call.write(context, scratch);
        scratch.put(Keys.SEPARATOR);
        error.write(context, scratch);
        scratch.put(Keys.SEPARATOR);
        int before = scratch.length();
        for (int i = 0; i < places.size() && scratch.length() == before; i++) {
            places.get(i).write(context, scratch);
        }
        int index = keys.index(scratch.bytes(), 0, scratch.length());
        if (index >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(counts.length * 2, index + 1));
        }
        if (index >= 0) {
            counts[index]++;
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
        Arrays.fill(counts, 0);
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        if (!json) {
            Column.put("#Errors", COUNT, page.text());
            Column.put("Process", NAME, page.text());
            Column.put("Call", NAME, page.text());
            page.put("Why and where\n").rule();
        }
        IntStream.range(0, keys.size())
                .boxed()
                .sorted(
                        Comparator.<Integer>comparingLong(i -> counts[i])
                                .reversed()
                                .thenComparing(keys::compare))
                .limit(MOST)
                .forEach(index -> row(index, page.text()));
    }

    private void row(int index, TextBuffer out) {
        scratch.clear();
        scratch.put(keys.bytes(), keys.offset(index), keys.length(index));
        String[] parts = scratch.toString().split(String.valueOf(Keys.SEPARATOR), -1);
        String words = why(parts[2]);
        if (json) {
            out.put("{\"report\":\"").put(name).put("\",\"count\":").decimal(counts[index]);
            member("proc.name", parts[0], out);
            member("evt.type", parts[1], out);
            member("evt.res.name", parts[2], out);
            member("why", words, out);
            member("where", parts[3].isEmpty() ? null : parts[3], out);
            out.put("}\n");
            return;
        }
        int from = out.length();
        out.decimal(counts[index]);
        Column.fit(out, from, COUNT);
        Column.put(parts[0], NAME, out);
        Column.put(parts[1], NAME, out);
        out.put(parts[2]).put(words == null ? "" : " (" + words + ")");
        out.put(parts[3].isEmpty() ? "" : ": " + parts[3]).put('\n');
    }

    private static @Nullable String why(String error) {
        return WordTable.ERRORS.of(error);
    }

    private static void member(String key, @Nullable String value, TextBuffer out) {
        out.put(",\"").put(key).put("\":");
        if (value == null) {
            out.put("null");
        } else {
            Json.text(value, out);
        }
    }
}
