// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** The JSON Schema of a configuration, for editors and checks before a file is installed. */
public final class ConfigSchema {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final String SPAN = "^([0-9]{1,9}(ms|s|m|h|d))+$";
    private static final String SIZE = "^[0-9]+[KMGkmg]?$";
    private static final String ADDRESS = "^([0-9.]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}$";

    private final JsonGenerator json;

    private ConfigSchema(JsonGenerator json) {
        this.json = json;
    }

    /** The schema, with a line end behind. */
    public static String text() {
        StringWriter text = new StringWriter();
        ObjectWriteContext pretty =
                new ObjectWriteContext.Base() {
                    @Override
                    public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
                        return new DefaultPrettyPrinter();
                    }
                };
        try (JsonGenerator json = new JsonFactory().createGenerator(pretty, text)) {
            new ConfigSchema(json).document();
        }
        return text + "\n";
    }

    private void document() {
        json.writeStartObject();
        json.writeStringProperty("$schema", DIALECT);
        json.writeStringProperty("title", "kansoku.yaml");
        section("");
        json.writeEndObject();
    }

    private void section(String path) {
        json.writeArrayPropertyStart("type");
        json.writeString("object");
        json.writeString("null");
        json.writeEndArray();
        json.writeBooleanProperty("additionalProperties", false);
        json.writeObjectPropertyStart("properties");
        String outer = path.isEmpty() ? "" : path + ".";
        for (String name : SettingTable.names(path)) {
            json.writeObjectPropertyStart(name);
            Setting setting = SettingTable.of(outer + name);
            Setting list = SettingTable.of(outer + name + Setting.EACH);
            if (setting != null) {
                value(setting);
            } else if (list != null) {
                json.writeStringProperty("description", list.description());
                json.writeStringProperty("type", "array");
                json.writeObjectPropertyStart("items");
                section(list.path());
                json.writeEndObject();
            } else {
                section(outer + name);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void value(Setting setting) {
        json.writeStringProperty("description", setting.description());
        String fallback = setting.fallback();
        switch (setting.kind()) {
            case FLAG -> {
                json.writeStringProperty("type", "boolean");
                if (fallback != null) {
                    json.writeBooleanProperty("default", Boolean.parseBoolean(fallback));
                }
            }
            case INTEGER, NUMBER -> {
                boolean whole = setting.kind() == SettingKind.INTEGER;
                json.writeStringProperty("type", whole ? "integer" : "number");
                bounds(setting.bounds());
                if (fallback != null) {
                    json.writeName("default");
                    json.writeNumber(fallback);
                }
            }
            case CHOICE -> {
                json.writeStringProperty("type", "string");
                words(setting.words());
                text(fallback);
            }
            case WORDS -> words(setting);
            case TEXTS -> {
                json.writeStringProperty("type", "object");
                json.writeObjectPropertyStart("additionalProperties");
                json.writeStringProperty("type", "string");
                json.writeEndObject();
            }
            case TEXT -> {
                json.writeArrayPropertyStart("type");
                json.writeString("string");
                json.writeString("number");
                json.writeEndArray();
                text(fallback);
            }
            case SPAN -> patterned(SPAN, fallback);
            case SIZE -> {
                json.writeArrayPropertyStart("type");
                json.writeString("string");
                json.writeString("integer");
                json.writeEndArray();
                json.writeStringProperty("pattern", SIZE);
                text(fallback);
            }
            case ADDRESS -> patterned(ADDRESS, fallback);
            case SECTIONS -> throw new IllegalStateException(setting.path());
        }
    }

    private void patterned(String pattern, @Nullable String fallback) {
        json.writeStringProperty("type", "string");
        json.writeStringProperty("pattern", pattern);
        text(fallback);
    }

    private void words(Setting setting) {
        json.writeArrayPropertyStart("anyOf");
        json.writeStartObject();
        json.writeStringProperty("type", "string");
        words(setting.words());
        json.writeEndObject();
        json.writeStartObject();
        json.writeStringProperty("type", "array");
        json.writeObjectPropertyStart("items");
        json.writeStringProperty("type", "string");
        words(setting.words());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        String fallback = setting.fallback();
        if (fallback != null) {
            json.writeArrayPropertyStart("default");
            for (String word : fallback.split("\\|")) {
                json.writeString(word);
            }
            json.writeEndArray();
        }
    }

    private void words(List<String> words) {
        if (!words.isEmpty()) {
            json.writeArrayPropertyStart("enum");
            words.forEach(json::writeString);
            json.writeEndArray();
        }
    }

    private void bounds(Setting.@Nullable Bounds bounds) {
        if (bounds != null) {
            json.writeName("minimum");
            json.writeNumber(bounds.least());
            json.writeName("maximum");
            json.writeNumber(bounds.most());
        }
    }

    private void text(@Nullable String fallback) {
        if (fallback != null) {
            json.writeStringProperty("default", fallback);
        }
    }
}
