// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.load.Problem.Location;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What came of loading as one object of JSON, with the keys that Falco writes: {@code
 * falco_load_results}, a result for each file. Lines and columns count from 1. A key {@code hint}
 * is our own.
 */
public final class ProblemJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ProblemJson() {}

    /** One line, without a newline. */
    public static String of(LoadResult result) {
        Map<String, List<Problem>> byFile = new LinkedHashMap<>();
        for (String file : result.files()) {
            byFile.put(file, new ArrayList<>());
        }
        for (Problem problem : result.problems()) {
            byFile.computeIfAbsent(problem.file(), _ -> new ArrayList<>()).add(problem);
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeName("falco_load_results");
            json.writeStartArray();
            byFile.forEach((file, problems) -> file(json, file, problems));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void file(JsonGenerator json, String name, List<Problem> problems) {
        json.writeStartObject();
        json.writeName("errors");
        problems(json, problems.stream().filter(Problem::isError).toList());
        json.writeStringProperty("name", name);
        json.writeBooleanProperty("successful", problems.stream().noneMatch(Problem::isError));
        json.writeName("warnings");
        problems(json, problems.stream().filter(problem -> !problem.isError()).toList());
        json.writeEndObject();
    }

    private static void problems(JsonGenerator json, List<Problem> problems) {
        json.writeStartArray();
        for (Problem problem : problems) {
            json.writeStartObject();
            json.writeStringProperty("code", problem.code().text());
            json.writeStringProperty("codedesc", problem.code().description());
            json.writeName("context");
            json.writeStartObject();
            json.writeName("locations");
            json.writeStartArray();
            problem.locations().forEach(location -> location(json, location));
            json.writeEndArray();
            json.writeStringProperty("snippet", problem.snippet().marked() + "\n");
            json.writeEndObject();
            if (problem.hint() != null) {
                json.writeStringProperty("hint", problem.hint());
            }
            json.writeStringProperty("message", problem.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void location(JsonGenerator json, Location location) {
        json.writeStartObject();
        json.writeStringProperty("item_name", location.name());
        json.writeStringProperty("item_type", location.type().text());
        json.writeName("position");
        json.writeStartObject();
        json.writeNumberProperty("column", location.place().column());
        json.writeNumberProperty("line", location.place().line());
        json.writeStringProperty("name", location.place().file());
        json.writeNumberProperty("offset", location.offset());
        json.writeEndObject();
        json.writeEndObject();
    }
}
