// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import org.jspecify.annotations.Nullable;

/** Draws a line of a heat map each interval: of latencies, or of when in a second calls begin. */
final class HeatMap implements Report {
    private static final long MILLI = 1_000_000L;

    /** The powers of ten from a nanosecond to 100 s. */
    private static final int DECADES = 11;

    private static final int TENTHS = 10;

    private final long every;
    private final @Nullable FieldNumber latency;
    private @Nullable Heat heat;

    private HeatMap(long every, @Nullable FieldNumber latency) {
        this.every = every;
        this.latency = latency;
    }

    /** Of how long calls took. */
    static HeatMap latencies(double millis, ReportSetting setting) throws FilterException {
        return new HeatMap(nanos(millis), FieldNumber.of("evt.latency", setting.text()));
    }

    /** Of when in each interval calls began. */
    static HeatMap offsets(double millis) {
        return new HeatMap(nanos(millis), null);
    }

    private static long nanos(double millis) {
        return Math.max(MILLI, Math.round(millis * MILLI));
    }

    @Override
    public void begin(Page page) {
        page.put("Dark or red: often. Light or green: seldom.\n\n");
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        Heat line = heat(page);
        if (latency == null) {
            long offset = Math.floorMod(context.event().timestamp(), every);
            line.add((int) ((double) offset / every * line.width()));
        } else {
            long took = latency.read(context);
            if (took > 0) {
                double decades = Math.min(Math.log10((double) took), DECADES);
                line.add((int) (decades * line.width() / DECADES));
            }
        }
        return true;
    }

    private Heat heat(Page page) {
        Heat line = heat;
        if (line == null) {
            line = new Heat(every, page.width());
            heat = line;
        }
        return line;
    }

    @Override
    public long every() {
        return every;
    }

    @Override
    public void interval(EventContext context, Page page, Period period) {
        Heat line = heat(page);
        line.write(page);
        if (page.colours()) {
            labels(page);
        }
        if (line.width() != page.width()) {
            heat = null; // the terminal has another width now
        }
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        heat(page).write(page);
        labels(page);
    }

    /** What the cells above stand for. */
    private void labels(Page page) {
        TextBuffer out = page.text();
        int width = page.width();
        int steps = latency == null ? TENTHS : DECADES;
        int from = out.length();
        for (int step = 0; step < steps; step++) {
            // The first cell that begins there or later.
            int at = (step * width + steps - 1) / steps;
            Column.pad(out, from, at);
            if (out.length() - from > at) {
                continue;
            }
            out.put('|');
            if (latency == null) {
                Unit.TIME.write(every / TENTHS * step, 0, out);
            } else {
                Unit.TIME.write((long) Math.pow(10, step), 0, out);
            }
        }
        out.put('\n');
    }
}
