// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.syntax.FilterException;

/** Prints the lines that are written to log files. */
final class LogLines implements Report {
    private final FieldBytes data;
    private final EventText who;
    private final Containers containers;

    LogLines(ReportSetting setting) throws FilterException {
        data = FieldBytes.of("evt.buffer", setting.text());
        who = EventText.of("*%proc.name %fd.name ", setting);
        containers = new Containers(setting);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        if (!data.read(context)) {
            return true;
        }
        byte[] bytes = data.bytes();
        int end = data.offset() + data.length();
        int from = data.offset();
        for (int at = from; at <= end; at++) {
            if (at == end || bytes[at] == '\n') {
                if (at > from) {
                    line(context, bytes, from, at - from, page);
                }
                from = at + 1;
            }
        }
        return true;
    }

    private void line(EventContext context, byte[] bytes, int from, int length, Page page) {
        if (page.terminal()) {
            page.colour(Words.colour(bytes, from, length)).put(" ");
        }
        if (containers.shown()) {
            containers.name(context, page);
            page.put(" ");
        }
        who.write(context, page.text());
        page.captured(bytes, from, length).line();
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        if (page.terminal()) {
            page.endColours();
        }
    }
}
