// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lists what is asked of name servers, what they answer, and how long they take. */
final class DnsLog implements Report {
    private static final int MOST_OPEN = 1 << 14;

    /** A question that has no answer yet. */
    private record Asked(String connection, int id, String question) {}

    private final FieldBytes data;
    private final FieldBytes connection;
    private final EventText time;
    private final EventText who;
    private final boolean json;
    private final String name;
    private final TextBuffer scratch = new TextBuffer();
    private final Map<Asked, Long> open =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Asked, Long> eldest) {
                    return size() > MOST_OPEN;
                }
            };

    DnsLog(ReportDefinition definition, ReportSetting setting) throws FilterException {
        name = definition.name();
        json = setting.json();
        data = FieldBytes.of("evt.buffer", setting.text());
        connection = FieldBytes.of("fd.name", setting.text());
        time = EventText.of("*%evt.time ", setting);
        who = EventText.of("*%proc.name (%proc.pid)", setting);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        if (!data.read(context)) {
            return true;
        }
        DnsMessage message = DnsMessage.read(data.bytes(), data.offset(), data.length());
        if (message == null) {
            return true;
        }
        String where =
                connection.read(context)
                        ? new String(
                                connection.bytes(),
                                connection.offset(),
                                connection.length(),
                                StandardCharsets.ISO_8859_1)
                        : "";
        Asked asked = new Asked(where, message.id(), message.name() + " " + message.type());
        long now = context.event().timestamp();
        if (message.response()) {
            Long since = open.remove(asked);
            write(context, message, since == null ? -1 : now - since, page);
        } else {
            open.putIfAbsent(asked, now);
        }
        return true;
    }

    private void write(EventContext context, DnsMessage message, long took, Page page) {
        TextBuffer out = page.text();
        scratch.clear();
        who.write(context, scratch);
        if (json) {
            out.put("{\"report\":\"").put(name).put("\",\"time\":");
            out.decimal(context.event().timestamp()).put(",\"process\":");
            Json.text(scratch.toString(), out);
            out.put(",\"name\":");
            Json.text(message.name(), out);
            out.put(",\"type\":\"").put(message.type()).put("\",\"result\":\"");
            out.put(message.result()).put("\",\"latency\":");
            out.put(took < 0 ? "null" : Long.toString(took)).put(",\"answers\":[");
            for (int i = 0; i < message.answers().size(); i++) {
                out.put(i == 0 ? "" : ",");
                Json.text(message.answers().get(i), out);
            }
            out.put("]}\n");
            return;
        }
        time.write(context, out);
        out.put(scratch).put(' ').put(message.name()).put(' ').put(message.type()).put(' ');
        out.put(message.result()).put(' ');
        if (took >= 0) {
            Unit.TIME.write(took, 0, out);
        } else {
            out.put('-');
        }
        if (!message.answers().isEmpty()) {
            out.put(' ').put(String.join(", ", message.answers()));
        }
        out.put('\n');
    }
}
