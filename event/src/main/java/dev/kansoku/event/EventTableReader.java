// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the event table. Each start does it before anything is compiled, so that cells which many
 * rows have alike are taken apart once.
 */
final class EventTableReader {
    /** What stands before the index of the dirfd parameter that a path is relative to. */
    private static final String DIRFD = "dirfd=";

    private final Map<String, Category> categories = new HashMap<>();
    private final Map<String, Category.Origin> origins = new HashMap<>();
    private final Map<String, ParameterType> types = new HashMap<>();
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Map<String, Integer> flags = new HashMap<>();
    private final Map<String, Parameter> parameters = new HashMap<>(600);

    /** What a cell of categories says. */
    private record Kind(Category category, int origins) {}

    EventTableReader() {
        for (Category category : Category.values()) {
            categories.put(category.name().toLowerCase(Locale.ROOT), category);
        }
        for (Category.Origin origin : Category.Origin.values()) {
            origins.put(origin.label(), origin);
        }
        for (ParameterType type : ParameterType.values()) {
            types.put(type.label(), type);
        }
    }

    EventType[] read() {
        List<EventType> all = new ArrayList<>(460);
        for (String[] cells : TableFile.rows("events.tsv", 6)) {
            all.add(type(cells, all.size()));
        }
        for (String[] cells : TableFile.rows("events-older.tsv", 4)) {
            int code = Integer.parseInt(cells[0]);
            all.set(code, withOlderForm(all.get(code), cells));
        }
        return all.toArray(EventType[]::new);
    }

    private EventType withOlderForm(EventType type, String[] cells) {
        int most = Integer.parseInt(cells[1]);
        int index = Integer.parseInt(cells[2]);
        List<Parameter> older = new ArrayList<>(type.parameters().subList(0, most));
        older.set(index, parameter(cells[3]));
        return type.withOlderForm(older);
    }

    private EventType type(String[] cells, int expectedCode) {
        int code = Integer.parseInt(cells[0]);
        if (code != expectedCode) {
            throw new IllegalStateException(
                    "event table: row " + code + " stands where " + expectedCode + " belongs");
        }
        Kind kind = kinds.computeIfAbsent(cells[3], this::kind);
        return new EventType(
                code,
                cells[1].equals("<"),
                cells[2],
                kind.category(),
                kind.origins(),
                flags.computeIfAbsent(cells[4], EventTableReader::flags),
                parameters(cells[5]));
    }

    private Kind kind(String cell) {
        Category category = Category.NONE;
        int mask = 0;
        for (String word : cell.split("\\|", -1)) {
            Category.Origin origin = origins.get(word);
            if (origin != null) {
                mask |= origin.mask();
            } else if (!word.isEmpty()) {
                category = known(categories, word);
            }
        }
        return new Kind(category, mask);
    }

    private static int flags(String cell) {
        int flags = 0;
        for (String word : cell.split("\\|", -1)) {
            flags |= word.equals("-") ? 0 : EventFlag.valueOf(word.toUpperCase(Locale.ROOT)).mask();
        }
        return flags;
    }

    private List<Parameter> parameters(String cell) {
        List<Parameter> list = new ArrayList<>();
        for (int at = 0; at < cell.length(); ) {
            int blank = cell.indexOf(' ', at);
            int end = blank < 0 ? cell.length() : blank;
            list.add(parameters.computeIfAbsent(cell.substring(at, end), this::parameter));
            at = end + 1;
        }
        return list;
    }

    private Parameter parameter(String word) {
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
                known(types, parts[1]),
                format,
                inside.isEmpty() || dirfd ? null : inside,
                dirfd ? Integer.parseInt(inside.substring(DIRFD.length())) : -1);
    }

    private static <T> T known(Map<String, T> words, String word) {
        T meant = words.get(word);
        if (meant == null) {
            throw new IllegalStateException("event table: " + word + " is not known");
        }
        return meant;
    }
}
