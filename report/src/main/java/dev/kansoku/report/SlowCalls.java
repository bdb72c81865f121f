// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;

/** Lists system calls that took longer than a limit, which is a part of the filter. */
final class SlowCalls implements Report {
    private static final int WIDTH = 23;
    private static final int LATENCY = 20;
    private static final long MILLI = 1_000_000L;

    private final EventText time;
    private final EventText name;
    private final EventText type;
    private final FieldNumber latency;
    private final Containers containers;

    SlowCalls(ReportSetting setting) throws FilterException {
        time = EventText.of("*%evt.datetime", setting);
        name = EventText.of("*%proc.name", setting);
        type = EventText.of("*%evt.type\n", setting);
        latency = FieldNumber.of("evt.latency", setting.text());
        containers = new Containers(setting);
    }

    @Override
    public void begin(Page page) {
        page.put("evt.datetime            ")
                .put(containers.titles())
                .put("proc.name               LATENCY(ms)          evt.type\n")
                .put("----------------------- ")
                .put(containers.rules())
                .put("----------------------- -------------------- --------------------\n");
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        page.colour(containers.colour(context));
        Column.cell(time, context, WIDTH, page);
        page.put(" ");
        containers.columns(context, page);
        Column.cell(name, context, WIDTH, page);
        page.put(" ");
        TextBuffer out = page.text();
        int from = out.length();
        millis(latency.read(context), out);
        Column.pad(out, from, LATENCY);
        page.put(" ");
        type.write(context, out);
        return true;
    }

    /** Milliseconds with as many digits behind the point as there are. */
    private static void millis(long nanos, TextBuffer out) {
        out.decimal(nanos / MILLI);
        long rest = nanos % MILLI;
        if (rest > 0) {
            out.put('.').padded(rest, 6);
            while (out.bytes()[out.length() - 1] == '0') {
                out.truncate(out.length() - 1);
            }
        }
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        if (page.terminal()) {
            page.colour(Colour.RESET);
        }
    }
}
