package dev.kansoku.engine.fields;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.filter.field.Extractor;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Notes of a Docker daemon in older captures. Their description is a list such as {@code
 * Event:start; ID:3ad7...; name:web; Image:nginx}.
 */
final class DockerFields {
    private static final int SHORT_ID = 12;

    /** The index of the description in each event type, or -1. */
    private static final int[] DESCRIPTION = new int[EventTable.size()];

    static {
        for (int code = 0; code < DESCRIPTION.length; code++) {
            DESCRIPTION[code] =
                    EventTable.type(code).name().equals("infra")
                            ? EventTable.type(code).indexOf("description")
                            : -1;
        }
    }

    private DockerFields() {}

    static void add(Extractors into) {
        into.plain("evt.infra.docker.name", member("Event", Integer.MAX_VALUE));
        into.plain("evt.infra.docker.container.id", member("ID", SHORT_ID));
        into.plain("evt.infra.docker.container.name", member("name", Integer.MAX_VALUE));
        into.plain("evt.infra.docker.container.image", member("Image", Integer.MAX_VALUE));
    }

    private static Extractor<EventContext> member(String name, int longest) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return (c, out) -> {
            Event event = c.event();
            int index = DESCRIPTION[event.code()];
            if (index < 0 || !event.has(index)) {
                return false;
            }
            String value = member(text(event, index), wanted);
            return ContainerFields.put(
                    value.length() > longest ? value.substring(0, longest) : value, out);
        };
    }

    private static String text(Event event, int index) {
        return new String(
                event.bytes(),
                event.offset(index),
                event.textLength(index),
                StandardCharsets.UTF_8);
    }

    private static String member(String description, String wanted) {
        for (String part : description.split(";", -1)) {
            int colon = part.indexOf(':');
            if (colon >= 0
                    && part.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(wanted)) {
                return part.substring(colon + 1).strip();
            }
        }
        return "";
    }
}
