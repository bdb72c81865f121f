// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.FdState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says who listens on which socket since when, and until when. */
final class Listeners implements Report {
    private static final int TIME = 20;
    private static final int PROTOCOL = 7;
    private static final int ADDRESS = 34;
    private static final int MOST = 1 << 16;
    private static final String BEFORE = "before";

    /** A socket that is listened on. */
    private static final class Listener {
        private final String since;
        private final String protocol;
        private final String address;
        private final String process;
        private String until = "";

        Listener(String since, String protocol, String address, String process) {
            this.since = since;
            this.protocol = protocol;
            this.address = address;
            this.process = process;
        }
    }

    private record Place(long pid, long fd) {}

    private final String name;
    private final EventText time;
    private final EventText protocol;
    private final EventText address;
    private final EventText process;
    private final boolean json;
    private final List<Listener> all = new ArrayList<>();
    private final Map<Place, Listener> open = new LinkedHashMap<>();
    private final TextBuffer scratch = new TextBuffer();
    private boolean begun;

    Listeners(ReportDefinition definition, ReportSetting setting) throws FilterException {
        name = definition.name();
        time = EventText.of("*%evt.time", setting);
        protocol = EventText.of("%fd.l4proto", setting);
        address = EventText.of("*%fd.name", setting);
        process = EventText.of("*%proc.name (%proc.pid)", setting);
        json = setting.json();
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        if (!begun) {
            begun = true;
            context.state().threads().forEach(thread -> known(thread, context));
        }
        Event event = context.event();
        ThreadState thread = context.state().thread();
        if (thread == null) {
            return true;
        }
        switch (event.type().name()) {
            case "listen" -> {
                FdState fd = context.state().fd();
                if (fd != null && event.type().isExit() && event.has(0) && event.signed(0) == 0) {
                    add(thread, fd, text(time, context), context);
                }
            }
            case "close" -> close(new Place(thread.pid(), context.state().fdNumber()), context);
            default -> {
                if (thread.isMain()) {
                    List.copyOf(open.keySet()).stream()
                            .filter(place -> place.pid == thread.pid())
                            .forEach(place -> close(place, context));
                }
            }
        }
        return true;
    }

    private void known(ThreadState thread, EventContext context) {
        if (thread.isMain()) {
            thread.fds()
                    .forEach(
                            fd -> {
                                if (fd.type().isServer()) {
                                    context.state()
                                            .asIfOf(
                                                    thread,
                                                    fd,
                                                    () -> add(thread, fd, BEFORE, context));
                                }
                            });
        }
    }

    private boolean add(ThreadState thread, FdState fd, String since, EventContext context) {
        Place place = new Place(thread.pid(), fd.number());
        if (all.size() < MOST && !open.containsKey(place)) {
            String kind = text(protocol, context);
            Listener listener =
                    new Listener(
                            since,
                            kind.isEmpty() ? fd.type().label() : kind,
                            text(address, context),
                            text(process, context));
            all.add(listener);
            open.put(place, listener);
        }
        return true;
    }

    private void close(Place place, EventContext context) {
        Listener listener = open.get(place);
        if (listener != null) {
            listener.until = text(time, context);
            open.remove(place);
        }
    }

    private String text(EventText field, EventContext context) {
        scratch.clear();
        field.write(context, scratch);
        return scratch.toString();
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        TextBuffer out = page.text();
        if (!json) {
            row("Since", "Until", "Proto", "Address", "Process", out);
            page.rule();
        }
        for (Listener one : all) {
            if (json) {
                out.put("{\"report\":\"").put(name).put('"');
                member("since", one.since, out);
                member("until", one.until, out);
                member("proto", one.protocol, out);
                member("fd.name", one.address, out);
                member("process", one.process, out);
                out.put("}\n");
            } else {
                row(one.since, one.until, one.protocol, one.address, one.process, out);
            }
        }
    }

    private static void row(
            String since,
            String until,
            String protocol,
            String address,
            String process,
            TextBuffer out) {
        Column.put(since, TIME, out);
        Column.put(until, TIME, out);
        Column.put(protocol, PROTOCOL, out);
        Column.put(address, ADDRESS, out);
        out.put(process).put('\n');
    }

    private static void member(String key, String value, TextBuffer out) {
        out.put(",\"").put(key).put("\":");
        Json.text(value, out);
    }
}
