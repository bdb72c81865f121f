// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.syntax.FilterException;

/** Lists HTTP requests as they are answered. */
final class HttpLog implements Report {
    private static final long MILLI = 1_000_000L;

    private final HttpMessages messages;
    private final EventText time;
    private final Containers containers;
    private final boolean json;
    private final String name;

    HttpLog(ReportDefinition definition, ReportSetting setting) throws FilterException {
        messages = new HttpMessages(setting);
        time = EventText.of("*%evt.datetime ", setting);
        containers = new Containers(setting);
        json = setting.json();
        name = definition.name();
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        HttpMessages.Transaction one = messages.take(context);
        if (one == null) {
            return true;
        }
        if (json) {
            page.put("{\"report\":\"").put(name).put("\",\"time\":");
            page.text().decimal(context.event().timestamp());
            page.put(",\"server\":").put(Boolean.toString(one.server())).put(",\"method\":");
            Json.text(one.method(), page.text());
            page.put(",\"url\":");
            Json.text(one.url(), page.text());
            page.put(",\"code\":").text().decimal(one.code());
            page.put(",\"latency\":").text().decimal(one.nanos());
            page.put(",\"size\":").text().decimal(one.size()).put("}\n");
            return true;
        }
        time.write(context, page.text());
        if (containers.shown()) {
            containers.name(context, page);
            page.put(" ");
        }
        page.put(one.server() ? "<" : ">").put(" method=").put(one.method());
        page.put(" url=").put(one.url()).put(" response_code=").text().decimal(one.code());
        page.put(" latency=").text().decimal(one.nanos() / MILLI);
        page.put("ms size=").text().decimal(one.size()).put("B\n");
        return true;
    }
}
