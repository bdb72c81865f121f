// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.util.Arrays;
import java.util.List;

/** Counts for each key how many different fds were seen: pairs of number and name. */
final class FdCount implements Report {
    private final String name;
    private final EventText key;
    private final FieldNumber number;
    private final FieldBytes fdName;
    private final boolean json;
    private final KeyTable keys = new KeyTable();
    private final KeyTable pairs = new KeyTable();
    private final TextBuffer scratch = new TextBuffer();
    private long[] counts = new long[32];

    private FdCount(
            String name, EventText key, FieldNumber number, FieldBytes fdName, boolean json) {
        this.name = name;
        this.key = key;
        this.number = number;
        this.fdName = fdName;
        this.json = json;
    }

    static FdCount of(ReportDefinition definition, String field, ReportSetting setting)
            throws FilterException {
        return new FdCount(
                definition.name(),
                Keys.of(field).text(setting),
                FieldNumber.of("fd.num", setting.text()),
                FieldBytes.of("fd.name", setting.text()),
                setting.json());
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        long fd = number.read(context);
        if (fd <= 0 || !fdName.read(context) || fdName.length() == 0) {
            return true;
        }
        scratch.clear();
        if (!key.write(context, scratch)) {
            return true;
        }
        int index = keys.index(scratch.bytes(), 0, scratch.length());
        scratch.clear();
        scratch.decimal(index).put('/').decimal(fd).put('/');
        scratch.put(fdName.bytes(), fdName.offset(), fdName.length());
        int before = pairs.size();
        if (index >= 0 && pairs.index(scratch.bytes(), 0, scratch.length()) == before) {
            if (index >= counts.length) {
                counts = Arrays.copyOf(counts, Math.max(counts.length * 2, index + 1));
            }
            counts[index]++;
        }
        return true;
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        TopRows rows = new TopRows(name, List.of(), "", "fds", Unit.NONE, 0);
        if (json) {
            rows.json(keys, counts, 0, page);
            return;
        }
        for (int index : rows.order(keys, counts)) {
            page.text().put(keys.bytes(), keys.offset(index), keys.length(index));
            page.text().put('\t').decimal(counts[index]).put('\n');
        }
    }
}
