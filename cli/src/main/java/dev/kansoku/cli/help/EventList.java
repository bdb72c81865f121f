// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.help;

import dev.kansoku.cli.console.Columns;
import dev.kansoku.cli.console.JsonObject;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Parameter;
import dev.kansoku.filter.syntax.Nearest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code kansoku events} prints. */
public final class EventList {
    private EventList() {}

    /** The names of all events, each once, sorted. */
    static List<String> names() {
        return EventTable.all().stream()
                .filter(type -> !type.has(EventFlag.UNUSED))
                .map(EventType::name)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * All events, a line each, or a block for each event of a name.
     *
     * @param json whether as one JSON object a line
     */
    public static String of(@Nullable String wanted, boolean json) throws UsageException {
        List<EventType> asked =
                EventTable.all().stream()
                        .filter(type -> !type.has(EventFlag.UNUSED))
                        .filter(type -> wanted == null || wanted.equals(type.name()))
                        .toList();
        if (asked.isEmpty() && wanted != null) {
            String nearest = Nearest.to(wanted, names());
            throw new UsageException(
                    "no event \""
                            + wanted
                            + "\""
                            + (nearest == null ? "" : "; did you mean " + nearest + "?"));
        }
        StringBuilder text = new StringBuilder();
        if (json) {
            asked.forEach(type -> text.append(json(type)).append('\n'));
        } else if (wanted != null) {
            asked.forEach(type -> text.append(block(type)));
        } else {
            Columns columns = new Columns("");
            for (EventType type : asked) {
                String names =
                        String.join(" ", type.parameters().stream().map(EventList::brief).toList());
                columns.add(
                        direction(type) + " " + type.name(),
                        type.categoryLabel(),
                        names + age(type));
            }
            text.append(columns);
        }
        return text.toString();
    }

    private static String block(EventType type) {
        Columns columns = new Columns("    ");
        for (Parameter parameter : type.parameters()) {
            columns.add(parameter.name(), parameter.type().label(), remark(type, parameter));
        }
        return direction(type)
                + " "
                + type.name()
                + "  "
                + type.categoryLabel()
                + age(type)
                + "\n"
                + (type.parameters().isEmpty() ? "" : columns);
    }

    private static String remark(EventType type, Parameter parameter) {
        if (parameter.symbols() != null) {
            return "symbols " + parameter.symbols();
        }
        if (parameter.dirfd() >= 0) {
            return "relative to " + type.parameter(parameter.dirfd()).name();
        }
        return switch (parameter.format()) {
            case DECIMAL -> "";
            case HEXADECIMAL, OCTAL -> parameter.format().name().toLowerCase(Locale.ROOT);
        };
    }

    private static JsonObject json(EventType type) {
        return new JsonObject()
                .put("name", type.name())
                .put("code", type.code())
                .put("direction", direction(type))
                .put("category", type.categoryLabel())
                .put("older", type.has(EventFlag.OLD_VERSION))
                .put("parameters", type.parameters().stream().map(EventList::json).toList());
    }

    private static JsonObject json(Parameter parameter) {
        return new JsonObject()
                .put("name", parameter.name())
                .put("type", parameter.type().label())
                .put("symbols", parameter.symbols());
    }

    private static String direction(EventType type) {
        return type.isExit() ? "<" : ">";
    }

    private static String brief(Parameter parameter) {
        return parameter.name() + ":" + parameter.type().label();
    }

    private static String age(EventType type) {
        return type.has(EventFlag.OLD_VERSION) ? "  (older captures)" : "";
    }
}
