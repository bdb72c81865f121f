// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.help;

import dev.kansoku.cli.console.Columns;
import dev.kansoku.cli.console.JsonObject;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.syntax.Nearest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code kansoku fields} prints. */
public final class FieldList {
    private FieldList() {}

    static List<FieldDefinition> all() {
        return new EngineFields(FieldOptions.text()).all();
    }

    /**
     * All fields or those of a class, a line each, or everything about the one of a name.
     *
     * @param json whether as one JSON object a line
     */
    public static String of(@Nullable String wanted, boolean json) throws UsageException {
        List<FieldDefinition> asked =
                all().stream()
                        .filter(
                                field ->
                                        wanted == null
                                                || wanted.equals(field.fieldClass())
                                                || wanted.equals(field.name()))
                        .toList();
        if (asked.isEmpty() && wanted != null) {
            throw unknown(wanted);
        }
        if (json) {
            StringBuilder lines = new StringBuilder();
            asked.forEach(field -> lines.append(json(field)).append('\n'));
            return lines.toString();
        }
        if (asked.getFirst().name().equals(wanted)) {
            return block(asked.getFirst());
        }
        Columns columns = new Columns("");
        for (FieldDefinition field : asked) {
            columns.add(field.name() + argument(field), type(field), field.description());
        }
        return columns.toString();
    }

    private static String block(FieldDefinition field) {
        Columns columns = new Columns("    ");
        columns.add("class", field.fieldClass());
        columns.add("type", type(field) + form(field));
        columns.add(
                "argument",
                switch (field.argument()) {
                    case NONE -> "none";
                    case OPTIONAL -> "may have one: " + field.name() + "[...]";
                    case REQUIRED -> "needs one: " + field.name() + "[...]";
                });
        columns.add("description", field.description());
        columns.add("example", field.example());
        return field.name() + "\n" + columns;
    }

    private static JsonObject json(FieldDefinition field) {
        return new JsonObject()
                .put("name", field.name())
                .put("class", field.fieldClass())
                .put("type", lower(field.type()))
                .put("list", field.list())
                .put("argument", lower(field.argument()))
                .put("description", field.description())
                .put("example", field.example());
    }

    private static String argument(FieldDefinition field) {
        return switch (field.argument()) {
            case NONE -> "";
            case OPTIONAL -> "[...]?";
            case REQUIRED -> "[...]";
        };
    }

    private static String type(FieldDefinition field) {
        String name = lower(field.type()).replace('_', ' ');
        return field.list() ? name + " list" : name;
    }

    private static String form(FieldDefinition field) {
        return switch (field.format()) {
            case DECIMAL -> "";
            case HEXADECIMAL -> ", shown in hexadecimal";
            case OCTAL -> ", shown in octal";
            case NINE_DIGITS -> ", shown with nine digits";
        };
    }

    private static UsageException unknown(String wanted) {
        List<String> known =
                all().stream()
                        .flatMap(field -> List.of(field.fieldClass(), field.name()).stream())
                        .distinct()
                        .toList();
        String nearest = Nearest.to(wanted, known);
        return new UsageException(
                "no class of fields and no field \""
                        + wanted
                        + "\""
                        + (nearest == null ? "" : "; did you mean " + nearest + "?"));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
