// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;

/** Prints the messages that are written to syslog. */
final class SyslogLines implements Report {
    private static final int WARNING = 4;

    private final FieldNumber severity;
    private final EventText message;
    private final EventText thread;
    private final EventText text;
    private final Containers containers;

    SyslogLines(ReportSetting setting) throws FilterException {
        severity = FieldNumber.of("syslog.severity", setting.text());
        message = EventText.of("%syslog.facility.str.%syslog.severity.str %proc.name", setting);
        thread = EventText.of("%thread.tid", setting);
        text = EventText.of("%syslog.message", setting);
        containers = new Containers(setting);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        int from = page.text().length();
        if (page.terminal()) {
            long code = severity.read(context);
            page.colour(
                    code == WARNING
                            ? Colour.YELLOW
                            : code < WARNING ? Colour.RED : containers.colour(context));
        }
        containers.columns(context, page);
        TextBuffer out = page.text();
        if (message.write(context, out)
                && thread.write(context, out.put('['))
                && text.write(context, out.put(']').put(' '))) {
            out.put('\n');
        } else {
            out.truncate(from);
        }
        return true;
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        if (page.terminal()) {
            page.endColours();
        }
    }
}
