// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sums up a number for each key, and shows the largest sums. */
final class TopTable implements Report {
    static final long SECOND = 1_000_000_000L;

    /** Takes the number that an event counts with; none where it is not positive. */
    @FunctionalInterface
    interface Amount {
        long of(EventContext context);
    }

    private final EventText key;
    private final Amount amount;
    private final TopRows rows;
    private final boolean json;
    private final boolean live;
    private final boolean keepsZero;
    private final KeyTable keys = new KeyTable();
    private final TextBuffer scratch = new TextBuffer();
    private long first;
    private long last;
    private long[] sums = new long[32];

    private TopTable(
            EventText key, Amount amount, boolean keepsZero, TopRows rows, ReportSetting setting) {
        this.key = key;
        this.amount = amount;
        this.keepsZero = keepsZero;
        this.rows = rows;
        this.json = setting.json();
        this.live = setting.live();
    }

    /** As its declaration says, by a field that was given or by the keys that it declares. */
    static TopTable of(ReportDefinition definition, @Nullable String field, ReportSetting setting)
            throws FilterException {
        String value = definition.property("value");
        FieldNumber number = FieldNumber.of(value, setting.text());
        return new TopTable(
                keys(definition, field, setting).text(setting),
                number::read,
                false,
                rows(definition, keys(definition, field, setting), value),
                setting);
    }

    /** By the CPU time that {@code procinfo} events tell of once a second. */
    static TopTable cpu(ReportDefinition definition, ReportSetting setting) throws FilterException {
        Keys keys = keys(definition, null, setting);
        return new TopTable(
                keys.text(setting),
                new ProcessLoad(setting),
                true,
                rows(definition, keys, "cpu_ns"),
                setting);
    }

    private static Keys keys(
            ReportDefinition definition, @Nullable String field, ReportSetting setting) {
        if (field != null) {
            return Keys.of(field);
        }
        String containers = definition.optional("keys-with-container");
        return Keys.parse(
                setting.containers() && containers != null
                        ? containers
                        : definition.property("keys"));
    }

    private static TopRows rows(ReportDefinition definition, Keys keys, String value) {
        return new TopRows(
                definition.name(),
                keys.titles(),
                definition.property("title"),
                value,
                Unit.named(definition.property("unit")),
                Integer.parseInt(definition.property("top")));
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        if (keepsZero) {
            last = context.event().timestamp();
            first = first == 0 ? last : first;
        }
        long value = amount.of(context);
        if (value > 0 || (keepsZero && value == 0)) {
            scratch.clear();
            if (key.write(context, scratch)) {
                add(keys.index(scratch.bytes(), 0, scratch.length()), value);
            }
        }
        return true;
    }

    private void add(int index, long value) {
        if (index < 0) {
            return;
        }
        if (index >= sums.length) {
            sums = Arrays.copyOf(sums, Math.max(sums.length * 2, index + 1));
        }
        sums[index] += value;
    }

    @Override
    public boolean wantsProcessLoad() {
        return keepsZero;
    }

    @Override
    public boolean fillsScreen() {
        return true;
    }

    @Override
    public long every() {
        return live ? SECOND : 0;
    }

    @Override
    public void interval(EventContext context, Page page, Period period) {
        write(page, period);
        keys.clear();
        Arrays.fill(sums, 0);
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        write(page, keepsZero && !live ? whole(period) : period);
    }

    /** What is shown, and what load was told of: that may begin earlier and end later. */
    private Period whole(Period shown) {
        return shown.from() == 0 || first == 0
                ? new Period(first, last)
                : new Period(Math.min(first, shown.from()), Math.max(last, shown.to()));
    }

    private void write(Page page, Period period) {
        if (json) {
            rows.json(keys, sums, live ? period.to() : 0, page);
        } else {
            rows.text(keys, sums, period.nanos(), page);
            if (keys.refused() > 0) {
                page.text()
                        .put("(")
                        .decimal(keys.refused())
                        .put(" events have keys beyond the first ")
                        .decimal(keys.size())
                        .put(", which are not counted)\n");
            }
        }
    }
}
