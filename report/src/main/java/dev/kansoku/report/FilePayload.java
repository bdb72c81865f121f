// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.filter.syntax.FilterException;

/** Prints what is read from and written to files, a line for each call. */
final class FilePayload implements Report {
    /**
     * Where a call moved bytes that were not captured, as those of sendfile, in the family's word.
     */
    private static final String NOTHING = "nil";

    private final FieldNumber result;
    private final FieldNumber writes;
    private final EventText who;
    private final EventText where;
    private final FieldBytes data;

    FilePayload(ReportSetting setting) throws FilterException {
        result = FieldNumber.of("evt.rawarg.res", setting.text());
        writes = FieldNumber.of("evt.is_io_write", setting.text());
        who = EventText.of("*%evt.time %proc.name(%proc.pid) ", setting);
        where = EventText.of("*%fd.name ", setting);
        data = FieldBytes.of("evt.arg.data", setting.text(BufferForm.ASCII));
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        who.write(context, page.text());
        page.put(writes.read(context) == 1 ? "W " : "R ");
        Unit.BYTES.write(Math.max(0, result.read(context)), 0, page.text());
        page.put(" ");
        where.write(context, page.text());
        if (data.read(context)) {
            page.captured(data.bytes(), data.offset(), data.length());
        } else {
            page.put(NOTHING);
        }
        page.line();
        return true;
    }
}
