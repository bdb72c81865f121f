// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import dev.kansoku.event.TextBuffer;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An alert as one object of JSON, with the keys and in the order that Falco writes them, so that
 * what reads its alerts reads these.
 *
 * @param time how the time in the output is written, and which field says it
 * @param withOutput whether the line of text is among the keys
 * @param withTags whether the tags are
 */
public record AlertJson(AlertTime time, boolean withOutput, boolean withTags) implements AlertForm {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public void write(Alert alert, TextBuffer out) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("hostname", alert.hostname());
            if (withOutput) {
                json.writeStringProperty("output", new AlertText(time).line(alert));
            }
            json.writeName("output_fields");
            value(json, fields(alert));
            json.writeStringProperty("priority", alert.priority().text());
            json.writeStringProperty("rule", alert.rule());
            json.writeStringProperty("source", alert.source());
            if (withTags) {
                json.writeName("tags");
                value(json, List.copyOf(new TreeSet<>(alert.tags())));
            }
            json.writeStringProperty("time", AlertTime.utc(alert.nanos()) + "Z");
            Why why = alert.why();
            if (why != null) {
                json.writeName("why");
                value(json, why(why));
            }
            json.writeEndObject();
        }
        out.put(text.toString());
    }

    /** The time is a field too, since the line of text begins with it. */
    private Map<String, @Nullable Object> fields(Alert alert) {
        Map<String, @Nullable Object> sorted = new TreeMap<>(alert.fields());
        sorted.putIfAbsent(time.field(), alert.nanos());
        return sorted;
    }

    private static Map<String, Object> why(Why why) {
        List<Map<String, Object>> ancestry = new ArrayList<>();
        for (Why.Ancestor one : why.ancestry()) {
            Map<String, Object> ancestor = new LinkedHashMap<>();
            ancestor.put("name", one.name());
            ancestor.put("pid", one.pid());
            ancestor.put("cmdline", one.commandLine());
            ancestry.add(ancestor);
        }
        List<Map<String, Object>> events = new ArrayList<>();
        for (Why.Before one : why.events()) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("time", AlertTime.utc(one.nanos()) + "Z");
            event.put("type", one.type());
            event.put("args", one.text());
            events.add(event);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("ancestry", ancestry);
        all.put("events", events);
        return all;
    }

    private static void value(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Boolean truth -> json.writeBoolean(truth);
            case Long number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(one -> value(json, one));
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach(
                        (name, one) -> {
                            json.writeName(String.valueOf(name));
                            value(json, one);
                        });
                json.writeEndObject();
            }
            default -> json.writeString(value.toString());
        }
    }
}
