package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;
import static dev.kansoku.engine.fields.EventFields.text;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldValue;

/**
 * The container a process runs in, as far as its cgroups tell: container runtimes name the cgroup
 * of a container by its id of 64 hexadecimal digits, of which the first twelve are shown.
 */
final class ContainerFields {
    private static final byte[] HOST = ascii("host");
    private static final int ID = 64;
    private static final int SHORT_ID = 12;

    private ContainerFields() {}

    static void add(Extractors into) {
        into.thread(
                "container.id",
                (c, _, out) -> {
                    id(c, out);
                    out.textDone();
                    return true;
                });
        into.thread(
                "container.full_id",
                (_, t, out) -> {
                    int at = find(t.cgroups());
                    if (at < 0) {
                        return !t.placeholder() && text(HOST, out);
                    }
                    out.bytes(t.cgroups(), at, ID);
                    return true;
                });
        into.thread(
                "container.name",
                (_, t, out) -> !t.placeholder() && find(t.cgroups()) < 0 && text(HOST, out));
    }

    /**
     * Writes the id: {@code host} outside of containers, nothing for a thread nobody introduced.
     */
    static void id(EventContext context, FieldValue out) {
        ThreadState thread = context.state().thread();
        TextBuffer text = out.text();
        if (thread == null || thread.placeholder()) {
            return;
        }
        int at = find(thread.cgroups());
        if (at < 0) {
            text.put(HOST);
        } else {
            text.put(thread.cgroups(), at, SHORT_ID);
        }
    }

    static boolean isInContainer(ThreadState thread) {
        return find(thread.cgroups()) >= 0;
    }

    /** Where a container's id begins in the cgroups, or -1. */
    private static int find(byte[] cgroups) {
        int run = 0;
        for (int i = 0; i < cgroups.length; i++) {
            run = isHex(cgroups[i]) ? run + 1 : 0;
            boolean ends = i + 1 == cgroups.length || !isLetterOrDigit(cgroups[i + 1]);
            if (run == ID && ends) {
                return i + 1 - ID;
            }
        }
        return -1;
    }

    private static boolean isHex(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
    }

    private static boolean isLetterOrDigit(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }
}
