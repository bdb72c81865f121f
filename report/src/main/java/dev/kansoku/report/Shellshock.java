// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;

/** Reports shells that were started with a function in their environment (CVE-2014-6271). */
final class Shellshock implements Report {
    private static final int WIDTH = 22;
    private static final int NUMBER = 8;
    private static final byte[] FUNCTION = Words.ascii("() {");
    private static final byte[] TIGHT = Words.ascii("(){");

    private final EventText time;
    private final EventText name;
    private final EventText pid;

    Shellshock(ReportSetting setting) throws FilterException {
        time = EventText.of("*%evt.time", setting);
        name = EventText.of("*%proc.pname", setting);
        pid = EventText.of("*%proc.ppid", setting);
    }

    @Override
    public void begin(Page page) {
        Column.put("TIME", WIDTH, page.text());
        Column.put("PROCNAME", WIDTH, page.text());
        Column.put("PID", NUMBER, page.text());
        page.put("FUNCTION\n");
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        ThreadState thread = context.state().thread();
        if (thread == null) {
            return true;
        }
        byte[] environment = thread.env();
        int from = function(environment);
        if (from >= 0) {
            TextBuffer out = page.text();
            fit(time, WIDTH, context, out);
            fit(name, WIDTH, context, out);
            fit(pid, NUMBER, context, out);
            int end = from;
            while (end < environment.length && environment[end] != 0) {
                end++;
            }
            page.captured(environment, from, end - from).line();
        }
        return true;
    }

    private static void fit(EventText cell, int width, EventContext context, TextBuffer out) {
        int from = out.length();
        cell.write(context, out);
        Column.fit(out, from, width);
    }

    private static int function(byte[] environment) {
        int from = Words.find(environment, 0, environment.length, FUNCTION);
        return from >= 0 ? from : Words.find(environment, 0, environment.length, TIGHT);
    }
}
