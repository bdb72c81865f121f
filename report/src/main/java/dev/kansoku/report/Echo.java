// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.syntax.FilterException;

/** Prints what is read and written, below lines that say by whom, how much, and where. */
final class Echo implements Report {
    private final FieldNumber result;
    private final FieldNumber reads;
    private final EventText where;
    private final EventText data;
    private final Containers containers;

    Echo(ReportSetting setting) throws FilterException {
        result = FieldNumber.of("evt.rawarg.res", setting.text());
        reads = FieldNumber.of("evt.is_io_read", setting.text());
        where = EventText.of("*%fd.name (%proc.name)", setting);
        data = EventText.whole("%evt.arg.data", setting);
        containers = new Containers(setting);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        long size = result.read(context);
        if (size <= 0) {
            return true;
        }
        boolean read = reads.read(context) == 1;
        Colour colour = read ? Colour.RED : Colour.BLUE;
        page.colour(colour).put(read ? "------ Read " : "------ Write ");
        Unit.BYTES.write(size, 0, page.text());
        page.put(read ? " from " : " to ");
        if (containers.shown()) {
            page.colour(containers.isHost(context) ? Colour.GREEN : Colour.CYAN).put(" [");
            containers.name(context, page);
            page.put("] [");
            containers.id(context, page);
            page.put("]");
        }
        page.put(" ").colour(colour).put(" ");
        where.write(context, page.text());
        page.line();
        if (data.write(context, page.text())) {
            page.line();
        }
        return true;
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        page.endColours();
    }
}
