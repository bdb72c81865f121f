// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.syntax.FilterException;

/** Prints what is read and written. */
final class Payload implements Report {
    private final FieldBytes data;
    private final Containers containers;

    Payload(ReportSetting setting) throws FilterException {
        data = FieldBytes.of("evt.rawarg.data", setting.text());
        containers = new Containers(setting);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        boolean there = data.read(context);
        // A read of nothing, as at the end of a file, is an empty line.
        if (there || context.event().type().indexOf("data") >= 0) {
            if (containers.shown()) {
                page.colour(containers.colour(context));
                containers.columns(context, page);
            }
            if (there) {
                page.captured(data.bytes(), data.offset(), data.length());
            }
            page.line();
        }
        return true;
    }
}
