// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.event.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists the containers that are known at the first event that it is shown. */
final class ContainerList implements Report {
    private static final int TYPE = 15;
    private static final int IMAGE = 16;
    private static final int NAME = 20;
    private static final int ID = 13;

    private final String name;
    private final boolean json;
    private boolean written;

    ContainerList(ReportDefinition definition, ReportSetting setting) {
        name = definition.name();
        json = setting.json();
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        if (!written) {
            written = true;
            header(page);
            List<ContainerState> containers = new ArrayList<>();
            context.state().containers().forEach(containers::add);
            containers.sort(Comparator.comparing(ContainerState::id));
            containers.forEach(container -> write(container, page));
        }
        return false;
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        if (!written) {
            header(page);
        }
    }

    private void header(Page page) {
        if (json) {
            return;
        }
        cells("container.type", "container.image", "container.name", "container.id", page);
        cells("-".repeat(TYPE), "-".repeat(IMAGE), "-".repeat(NAME), "-".repeat(ID), page);
    }

    private void write(ContainerState container, Page page) {
        if (json) {
            page.put("{\"report\":\"").put(name).put("\",");
            member("container.id", container.id(), ",", page);
            member("container.image", container.image().name(), ",", page);
            member("container.name", container.name(), ",", page);
            member("container.type", container.type(), "}\n", page);
        } else {
            cells(
                    container.type(),
                    container.image().name(),
                    container.name(),
                    container.id(),
                    page);
        }
    }

    private static void cells(String type, String image, String name, String id, Page page) {
        cell(type, TYPE, page);
        cell(image, IMAGE, page);
        cell(name, NAME, page);
        cell(id, ID, page);
        page.line();
    }

    private static void cell(String text, int width, Page page) {
        TextBuffer out = page.text();
        int from = out.length();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        page.captured(bytes, 0, bytes.length);
        Column.fit(out, from, width);
    }

    private static void member(String key, String value, String end, Page page) {
        page.put("\"").put(key).put("\":");
        Json.text(value, page.text());
        page.put(end);
    }
}
