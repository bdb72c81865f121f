// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.syntax.FilterException;
import java.nio.charset.StandardCharsets;

/** The container of the event at hand, as streams of lines show it. Belongs to one thread. */
final class Containers {
    private static final byte[] HOST = "host".getBytes(StandardCharsets.US_ASCII);
    private static final int WIDTH = 20;

    private final FieldBytes name;
    private final EventText nameText;
    private final EventText id;
    private final boolean shown;

    Containers(ReportSetting setting) throws FilterException {
        name = FieldBytes.of("container.name", setting.text());
        nameText = EventText.of("*%container.name", setting);
        id = EventText.of("*%container.id", setting);
        shown = setting.containers();
    }

    /** Whether lines show containers. */
    boolean shown() {
        return shown;
    }

    boolean isHost(EventContext context) {
        return name.read(context) && name.is(HOST);
    }

    /** The colour of a line: green for the host's, blue for a container's. */
    Colour colour(EventContext context) {
        return isHost(context) ? Colour.GREEN : Colour.BLUE;
    }

    /** Writes id and name as two columns with a blank behind each, where containers are shown. */
    void columns(EventContext context, Page page) {
        if (shown) {
            Column.cell(id, context, WIDTH, page);
            page.put(" ");
            Column.cell(nameText, context, WIDTH, page);
            page.put(" ");
        }
    }

    void name(EventContext context, Page page) {
        nameText.write(context, page.text());
    }

    void id(EventContext context, Page page) {
        id.write(context, page.text());
    }

    /** Writes the titles of the two columns. */
    String titles() {
        return shown ? cell("container.id") + cell("container.name") : "";
    }

    /** Writes the rules below these titles. */
    String rules() {
        return shown ? cell("-".repeat(WIDTH)) + cell("-".repeat(WIDTH)) : "";
    }

    private static String cell(String text) {
        return text + " ".repeat(WIDTH - text.length()) + " ";
    }
}
