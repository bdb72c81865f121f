// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sums up HTTP requests by method and address. */
final class HttpTop implements Report {
    private static final int MOST = 30;

    private final HttpMessages messages;
    private final Containers containers;
    private final String by;
    private final TopRows rows;
    private final boolean json;
    private final boolean live;
    private final KeyTable keys = new KeyTable();
    private final TextBuffer scratch = new TextBuffer();
    private long[] sums = new long[32];
    private long[] counts = new long[32];

    HttpTop(ReportDefinition definition, String by, ReportSetting setting) throws FilterException {
        this.by = by;
        messages = new HttpMessages(setting);
        containers = new Containers(setting);
        json = setting.json();
        live = setting.live();
        List<String> titles = new ArrayList<>(List.of("method", "url"));
        if (containers.shown()) {
            titles.addFirst("container");
        }
        Unit unit =
                switch (by) {
                    case "time" -> Unit.TIME;
                    case "bytes" -> Unit.BYTES;
                    default -> Unit.NONE;
                };
        rows = new TopRows(definition.name(), titles, by, by, unit, MOST);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        HttpMessages.Transaction one = messages.take(context);
        if (one != null) {
            key(context, one, page);
            int index = keys.index(scratch.bytes(), 0, scratch.length());
            if (index >= sums.length) {
                sums = Arrays.copyOf(sums, Math.max(sums.length * 2, index + 1));
                counts = Arrays.copyOf(counts, sums.length);
            }
            if (index >= 0) {
                counts[index]++;
                sums[index] +=
                        switch (by) {
                            case "time" -> one.nanos();
                            case "bytes" -> one.size();
                            default -> 1;
                        };
            }
        }
        return true;
    }

    private void key(EventContext context, HttpMessages.Transaction one, Page page) {
        scratch.clear();
        if (json) {
            scratch.put("{\"method\":");
            Json.text(one.method(), scratch);
            scratch.put(",\"url\":");
            Json.text(one.url(), scratch);
            scratch.put('}');
            return;
        }
        if (containers.shown()) {
            containers.name(context, page.on(scratch));
            scratch.put(Keys.SEPARATOR);
        }
        scratch.put(one.method()).put(Keys.SEPARATOR).put(one.url());
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
        if (by.equals("time")) {
            for (int i = 0; i < keys.size(); i++) {
                sums[i] /= counts[i];
            }
        }
        if (json) {
            rows.json(keys, sums, live ? period.to() : 0, page);
        } else {
            rows.text(keys, sums, period.nanos(), page);
        }
        keys.clear();
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        interval(context, page, period);
    }
}
