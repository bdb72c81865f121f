// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.syntax.FilterException;

/** Counts every second how many bytes were read and written. */
final class IoBytes implements Report {
    private final FieldNumber result;
    private final FieldNumber reads;
    private final EventText time;
    private final boolean json;
    private final String name;
    private long in;
    private long out;

    IoBytes(ReportDefinition definition, ReportSetting setting) throws FilterException {
        name = definition.name();
        json = setting.json();
        result = FieldNumber.of("evt.rawarg.res", setting.text());
        reads = FieldNumber.of("evt.is_io_read", setting.text());
        time = EventText.of("*%evt.time.s", setting);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        long bytes = result.read(context);
        if (bytes > 0) {
            if (reads.read(context) == 1) {
                in += bytes;
            } else {
                out += bytes;
            }
        }
        return true;
    }

    @Override
    public long every() {
        return TopTable.SECOND;
    }

    @Override
    public void interval(EventContext context, Page page, Period period) {
        if (json) {
            page.put("{\"report\":\"" + name + "\",\"time\":").text().decimal(period.to());
            page.put(",\"in\":").text().decimal(in);
            page.put(",\"out\":").text().decimal(out).put("}\n");
        } else {
            time.write(context, page.text());
            page.put(" in:").text().decimal(in);
            page.put(" out:").text().decimal(out);
            page.put(" tot:").text().decimal(in + out).put('\n');
        }
        in = 0;
        out = 0;
    }

    /** What is left of the last second counts too. */
    @Override
    public void end(EventContext context, Page page, Period period) {
        if (context.firstTimestamp() != 0) {
            interval(context, page, period);
        }
    }
}
