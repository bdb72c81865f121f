// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists the calls that took longest, with what began them. */
final class SlowestCalls implements Report {
    private static final int MOST = 10;
    private static final long SECOND = 1_000_000_000L;

    /** So many threads' beginnings are kept. */
    private static final int MOST_THREADS = 1 << 16;

    private record Slow(long latency, String enter, String exit) {}

    private final FieldNumber latency;
    private final FieldNumber tid;
    private final EventText number;
    private final EventText who;
    private final EventText what;
    private final List<Slow> slow = new ArrayList<>();
    private final Map<Long, TextBuffer> enters = new HashMap<>();
    private final TextBuffer scratch = new TextBuffer();

    SlowestCalls(ReportSetting setting) throws FilterException {
        latency = FieldNumber.of("evt.latency", setting.text());
        tid = FieldNumber.of("thread.tid", setting.text());
        number = EventText.of("*%evt.num) ", setting);
        who = EventText.of("*%proc.name (%thread.tid) ", setting);
        what = EventText.of("*%evt.type %evt.args", setting);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        if (!context.event().type().isExit()) {
            enter(context);
            return true;
        }
        long took = latency.read(context);
        if (took > 0 && (slow.size() < MOST || took > slow.getLast().latency)) {
            TextBuffer enter = enters.get(tid.read(context));
            int at = 0;
            while (at < slow.size() && took <= slow.get(at).latency) {
                at++;
            }
            scratch.clear();
            line(context, took, '<', scratch);
            slow.add(at, new Slow(took, enter == null ? "" : enter.toString(), scratch.toString()));
            if (slow.size() > MOST) {
                slow.removeLast();
            }
        }
        return true;
    }

    private void enter(EventContext context) {
        long thread = tid.read(context);
        TextBuffer line = enters.get(thread);
        if (line == null) {
            if (enters.size() == MOST_THREADS) {
                return;
            }
            line = new TextBuffer();
            enters.put(thread, line);
        }
        line.clear();
        line(context, 0, '>', line);
    }

    private void line(EventContext context, long took, char direction, TextBuffer out) {
        number.write(context, out);
        out.decimal(took / SECOND).put('.').padded(took % SECOND, 9).put(' ');
        who.write(context, out);
        out.put(direction).put(' ');
        what.write(context, out);
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        for (Slow call : slow) {
            if (!call.enter.isEmpty()) {
                page.put(call.enter).line();
            }
            page.put(call.exit).line();
        }
    }
}
