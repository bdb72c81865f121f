// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
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
        byte[] wanted = ascii(name.toLowerCase(Locale.ROOT));
        return (c, out) -> {
            Event event = c.event();
            int index = DESCRIPTION[event.code()];
            if (index < 0 || !event.has(index)) {
                return false;
            }
            int at = event.offset(index);
            return member(event.bytes(), at, at + event.textLength(index), wanted, longest, out);
        };
    }

    /** Puts what stands behind the first such name, without the blanks around it. */
    private static boolean member(
            byte[] text, int from, int to, byte[] wanted, int longest, FieldValue out) {
        int at = from;
        while (at < to) {
            int end = indexOf(text, at, to, ';');
            int colon = indexOf(text, at, end, ':');
            if (colon < end && isName(text, at, colon, wanted)) {
                int first = skipBlanks(text, colon + 1, end);
                int last = skipBlanksBack(text, first, end);
                out.bytes(text, first, Math.min(last - first, longest));
                return last > first;
            }
            at = end + 1;
        }
        return false;
    }

    /** Whether a name is the wanted one, in any case and with blanks around it. */
    private static boolean isName(byte[] text, int from, int to, byte[] wanted) {
        int first = skipBlanks(text, from, to);
        if (skipBlanksBack(text, first, to) - first != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            byte b = text[first + i];
            if ((b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(byte[] text, int from, int to, char wanted) {
        int at = from;
        while (at < to && text[at] != wanted) {
            at++;
        }
        return at;
    }

    private static int skipBlanks(byte[] text, int from, int to) {
        int at = from;
        while (at < to && isBlank(text[at])) {
            at++;
        }
        return at;
    }

    private static int skipBlanksBack(byte[] text, int from, int to) {
        int at = to;
        while (at > from && isBlank(text[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ';
    }
}
