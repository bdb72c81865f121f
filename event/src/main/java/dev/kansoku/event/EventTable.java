// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of all event types, read once from {@code events.tsv}. */
public final class EventTable {
    /** What stands before the index of the dirfd parameter that a path is relative to. */
    private static final String DIRFD = "dirfd=";

    private static final EventType[] TYPES = load();

    private EventTable() {}

    /** How many codes the table knows; a code beyond it belongs to a newer writer. */
    public static int size() {
        return TYPES.length;
    }

    /** The type with this code; {@code code} must be below {@link #size()}. */
    public static EventType type(int code) {
        return TYPES[code];
    }

    public static List<EventType> all() {
        return List.of(TYPES);
    }

    private static EventType[] load() {
        List<EventType> types = new ArrayList<>(460);
        for (String[] cells : TableFile.rows("events.tsv", 6)) {
            types.add(parse(cells, types.size()));
        }
        for (String[] cells : TableFile.rows("events-older.tsv", 4)) {
            int code = Integer.parseInt(cells[0]);
            types.set(code, withOlderForm(types.get(code), cells));
        }
        return types.toArray(EventType[]::new);
    }

    private static EventType withOlderForm(EventType type, String[] cells) {
        int most = Integer.parseInt(cells[1]);
        int index = Integer.parseInt(cells[2]);
        List<Parameter> older = new ArrayList<>(type.parameters().subList(0, most));
        older.set(index, parameter(cells[3]));
        return type.withOlderForm(older);
    }

    private static EventType parse(String[] cells, int expectedCode) {
        int code = Integer.parseInt(cells[0]);
        if (code != expectedCode) {
            throw new IllegalStateException(
                    "event table: row " + code + " stands where " + expectedCode + " belongs");
        }
        Category category = Category.NONE;
        int origins = 0;
        for (String word : cells[3].split("\\|", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            String constant = word.toUpperCase(Locale.ROOT);
            if (isOrigin(constant)) {
                origins |= Category.Origin.valueOf(constant).mask();
            } else {
                category = Category.valueOf(constant);
            }
        }
        int flags = 0;
        for (String word : cells[4].split("\\|", -1)) {
            flags |= word.equals("-") ? 0 : EventFlag.valueOf(word.toUpperCase(Locale.ROOT)).mask();
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String word : cells[5].split(" ", -1)) {
            if (!word.isEmpty()) {
                parameters.add(parameter(word));
            }
        }
        return new EventType(
                code, cells[1].equals("<"), cells[2], category, origins, flags, parameters);
    }

    private static boolean isOrigin(String constant) {
        for (Category.Origin origin : Category.Origin.values()) {
            if (origin.name().equals(constant)) {
                return true;
            }
        }
        return false;
    }

    private static Parameter parameter(String word) {
        int bracket = word.indexOf('(');
        String inside = bracket < 0 ? "" : word.substring(bracket + 1, word.length() - 1);
        String[] parts = (bracket < 0 ? word : word.substring(0, bracket)).split(":", -1);
        Parameter.Format format =
                parts.length < 3
                        ? Parameter.Format.DECIMAL
                        : parts[2].equals("hex")
                                ? Parameter.Format.HEXADECIMAL
                                : Parameter.Format.OCTAL;
        boolean dirfd = inside.startsWith(DIRFD);
        return new Parameter(
                parts[0],
                ParameterType.named(parts[1]),
                format,
                inside.isEmpty() || dirfd ? null : inside,
                dirfd ? Integer.parseInt(inside.substring(DIRFD.length())) : -1);
    }
}
