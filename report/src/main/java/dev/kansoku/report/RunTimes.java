// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;

/** Lists processes as they end, with the time that they ran. */
final class RunTimes implements Report {
    private static final int TIME = 13;
    private static final int NAME = 12;
    private static final long LONG = 3_000_000_000L;
    private static final long VERY_LONG = 10_000_000_000L;

    private final FieldNumber duration;
    private final EventText name;
    private final EventText arguments;
    private final Containers containers;

    RunTimes(ReportSetting setting) throws FilterException {
        duration = FieldNumber.of("proc.duration", setting.text());
        name = EventText.of("*%proc.name", setting);
        arguments = EventText.of("*%proc.args\n", setting);
        containers = new Containers(setting);
    }

    @Override
    public void begin(Page page) {
        page.put("proc.duration ")
                .put(containers.titles())
                .put("proc.name    proc.args\n------------- ")
                .put(containers.rules())
                .put("------------ --------------------\n");
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        long time = duration.read(context);
        if (time < 0) {
            return true;
        }
        page.colour(
                time > VERY_LONG
                        ? Colour.RED
                        : time > LONG ? Colour.YELLOW : containers.colour(context));
        TextBuffer out = page.text();
        int from = out.length();
        Unit.TIME.write(time, 0, out);
        Column.pad(out, from, TIME);
        page.put(" ");
        containers.columns(context, page);
        Column.cell(name, context, NAME, page);
        page.put(" ");
        arguments.write(context, out);
        return true;
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        page.endColours();
    }
}
