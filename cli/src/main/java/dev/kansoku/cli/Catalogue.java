package dev.kansoku.cli;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Parameter;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.syntax.Nearest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lists what there is: fields and events. */
final class Catalogue {
    private static final int NAME_WIDTH = 30;
    private static final int TYPE_WIDTH = 14;
    private static final int EVENT_WIDTH = 20;

    private Catalogue() {}

    /** The fields of a class, the one field of a name, or all: name, type, description. */
    static String fields(@Nullable String wanted) throws UsageException {
        List<FieldDefinition> all = new EngineFields(FieldOptions.text()).all();
        StringBuilder text = new StringBuilder();
        for (FieldDefinition field : all) {
            if (wanted == null
                    || wanted.equals(field.fieldClass())
                    || wanted.equals(field.name())) {
                text.append(padded(field.name() + argument(field), NAME_WIDTH))
                        .append(padded(type(field), TYPE_WIDTH))
                        .append(field.description())
                        .append('\n');
            }
        }
        if (text.isEmpty() && wanted != null) {
            List<String> known =
                    all.stream()
                            .flatMap(field -> List.of(field.fieldClass(), field.name()).stream())
                            .distinct()
                            .toList();
            throw new UsageException(
                    "no class of fields and no field \"" + wanted + "\"" + meant(wanted, known));
        }
        return text.toString();
    }

    /** The events of a name, or all: direction, name, category, parameters. */
    static String events(@Nullable String wanted) throws UsageException {
        StringBuilder text = new StringBuilder();
        for (EventType type : EventTable.all()) {
            boolean asked = wanted == null || wanted.equals(type.name());
            if (asked && !type.has(EventFlag.UNUSED)) {
                text.append(type.isExit() ? "< " : "> ")
                        .append(padded(type.name(), EVENT_WIDTH))
                        .append(padded(type.categoryLabel(), TYPE_WIDTH))
                        .append(String.join(" ", parameters(type)))
                        .append(type.has(EventFlag.OLD_VERSION) ? "  (older captures)" : "")
                        .append('\n');
            }
        }
        if (text.isEmpty() && wanted != null) {
            List<String> known = EventTable.all().stream().map(EventType::name).distinct().toList();
            throw new UsageException("no event \"" + wanted + "\"" + meant(wanted, known));
        }
        return text.toString();
    }

    private static List<String> parameters(EventType type) {
        return type.parameters().stream().map(Catalogue::parameter).toList();
    }

    private static String parameter(Parameter parameter) {
        return parameter.name() + ":" + parameter.type().label();
    }

    private static String argument(FieldDefinition field) {
        return switch (field.argument()) {
            case NONE -> "";
            case OPTIONAL -> "[...]?";
            case REQUIRED -> "[...]";
        };
    }

    private static String type(FieldDefinition field) {
        String name = field.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return field.list() ? name + " list" : name;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static String meant(String word, List<String> known) {
        String nearest = Nearest.to(word, known);
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }
}
