// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.syntax.FilterException;

/** Prints what goes through sockets, below lines that say how much and in which direction. */
final class SocketPayload implements Report {
    private final FieldNumber result;
    private final FieldNumber reads;
    private final EventText data;

    SocketPayload(ReportSetting setting) throws FilterException {
        result = FieldNumber.of("evt.rawarg.res", setting.text());
        reads = FieldNumber.of("evt.is_io_read", setting.text());
        data = EventText.whole("%evt.arg.data\n", setting);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        long size = result.read(context);
        if (size <= 0) {
            return true;
        }
        int from = page.text().length();
        boolean read = reads.read(context) == 1;
        page.colour(read ? Colour.RED : Colour.BLUE).put(read ? "------ Read " : "------ Write ");
        Unit.BYTES.write(size, 0, page.text());
        page.line();
        if (!data.write(context, page.text())) {
            page.text().truncate(from);
        }
        return true;
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        page.endColours();
    }
}
