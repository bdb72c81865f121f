// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.syntax.FilterException;

/** Lists reads and writes that took longer than a limit, which is a part of the filter. */
final class SlowIo implements Report {
    private static final int TIME = 23;
    private static final int NAME = 12;
    private static final int TYPE = 8;
    private static final int LATENCY = 12;
    private static final long MILLI = 1_000_000L;

    private final EventText time;
    private final EventText name;
    private final EventText type;
    private final EventText where;
    private final FieldNumber latency;
    private final Containers containers;

    SlowIo(ReportSetting setting) throws FilterException {
        time = EventText.of("*%evt.datetime", setting);
        name = EventText.of("*%proc.name", setting);
        type = EventText.of("*%evt.type", setting);
        where = EventText.of("*%fd.name\n", setting);
        latency = FieldNumber.of("evt.latency", setting.text());
        containers = new Containers(setting);
    }

    @Override
    public void begin(Page page) {
        page.put("evt.datetime            ")
                .put(containers.titles())
                .put("proc.name    evt.type LATENCY(ms)  fd.name\n")
                .put("----------------------- ")
                .put(containers.rules())
                .put("------------ -------- ------------ ")
                .put("-----------------------------------------\n");
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        page.colour(containers.colour(context));
        Column.cell(time, context, TIME, page);
        page.put(" ");
        containers.columns(context, page);
        Column.cell(name, context, NAME, page);
        page.put(" ");
        int from = page.text().length();
        type.write(context, page.text());
        Column.pad(page.text(), from, TYPE);
        String millis = Long.toString(latency.read(context) / MILLI);
        page.put(" ").put(" ".repeat(Math.max(0, LATENCY - millis.length()))).put(millis).put(" ");
        where.write(context, page.text());
        return true;
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        if (page.terminal()) {
            page.colour(Colour.RESET);
        }
    }
}
