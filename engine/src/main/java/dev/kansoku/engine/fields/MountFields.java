// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ContainerState.Mount;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldValue;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The folders of the machine that a container sees. One is named by its number, from 0 on, or by a
 * pattern of its source ({@code container.mount.source}: of its destination), in which {@code *}
 * stands for any run and {@code ?} for one character.
 */
final class MountFields {
    private MountFields() {}

    /** Writes what a field shows of a mount. */
    private interface Part {
        void write(Mount mount, TextBuffer out);
    }

    static void add(Extractors into) {
        into.plain("container.mounts", ContainerFields.of((_, c, out) -> all(c, out)));
        one(into, "container.mount", Mount::source, MountFields::whole);
        one(into, "container.mount.source", Mount::destination, (m, out) -> out.put(m.source()));
        one(into, "container.mount.dest", Mount::source, (m, out) -> out.put(m.destination()));
        one(into, "container.mount.mode", Mount::source, (m, out) -> out.put(m.mode()));
        one(
                into,
                "container.mount.rdwr",
                Mount::source,
                (m, out) -> out.put(String.valueOf(m.writable())));
        one(
                into,
                "container.mount.propagation",
                Mount::source,
                (m, out) -> out.put(m.propagation()));
    }

    private static boolean all(ContainerState container, FieldValue out) {
        TextBuffer text = out.text();
        List<Mount> mounts = container.mounts();
        for (int i = 0; i < mounts.size(); i++) {
            if (i > 0) {
                text.put(',');
            }
            whole(mounts.get(i), text);
        }
        out.textDone();
        return !text.isEmpty();
    }

    private static void whole(Mount mount, TextBuffer out) {
        out.put(mount.source()).put(':').put(mount.destination()).put(':').put(mount.mode());
        out.put(':').put(String.valueOf(mount.writable())).put(':').put(mount.propagation());
    }

    private static void one(
            Extractors into, String name, Function<Mount, String> sought, Part part) {
        into.with(name, (argument, _) -> one(name, argument, sought, part));
    }

    private static Extractor<EventContext> one(
            String name, @Nullable String argument, Function<Mount, String> sought, Part part)
            throws FieldArgumentException {
        if (argument == null) {
            throw new FieldArgumentException(name + " takes a mount's number or path");
        }
        boolean byNumber = Arguments.isNumber(argument);
        long number = byNumber ? Arguments.number(name, argument) : -1;
        return ContainerFields.of(
                (_, container, out) -> {
                    Mount mount =
                            byNumber
                                    ? numbered(container.mounts(), number)
                                    : named(container.mounts(), argument, sought);
                    if (mount == null) {
                        return false;
                    }
                    part.write(mount, out.text());
                    out.textDone();
                    return true;
                });
    }

    private static @Nullable Mount numbered(List<Mount> mounts, long number) {
        return number < mounts.size() ? mounts.get((int) number) : null;
    }

    private static @Nullable Mount named(
            List<Mount> mounts, String pattern, Function<Mount, String> sought) {
        for (Mount mount : mounts) {
            if (matches(pattern, sought.apply(mount))) {
                return mount;
            }
        }
        return null;
    }

    /** Goes back to the last star alone, so that no pattern takes longer than the two lengths. */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int from = 0;
        while (t < text.length()) {
            char expected = p < pattern.length() ? pattern.charAt(p) : 0;
            if (p < pattern.length() && expected == '*') {
                star = p++;
                from = t;
            } else if (p < pattern.length() && (expected == '?' || expected == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++from;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
