// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What came of files of tests.
 *
 * @param files each with what came of it
 */
public record TrialReport(List<OfFile> files) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String INDENT = "     ";

    /**
     * A file.
     *
     * @param name as the user wrote it
     * @param results of its tests
     * @param problems why it could not be run, with places; none where it could
     */
    public record OfFile(String name, List<TrialResult> results, List<String> problems) {
        public OfFile {
            results = List.copyOf(results);
            problems = List.copyOf(problems);
        }
    }

    public TrialReport {
        files = List.copyOf(files);
    }

    public long passed() {
        return files.stream()
                .flatMap(file -> file.results().stream())
                .filter(TrialResult::passed)
                .count();
    }

    /** Tests that failed, and files that could not be run. */
    public long failed() {
        return files.stream()
                .mapToLong(
                        file ->
                                file.results().stream().filter(one -> !one.passed()).count()
                                        + (file.problems().isEmpty() ? 0 : 1))
                .sum();
    }

    /** Whether all is as the tests say; without any test it is not. */
    public boolean good() {
        return failed() == 0 && passed() > 0;
    }

    /** Lines for people: a line for each test, what differed below it, and a count. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (OfFile file : files) {
            if (!file.problems().isEmpty()) {
                lines.add("FAIL " + shown(file.name()));
                file.problems().forEach(problem -> lines.add(INDENT + shown(problem)));
            }
            for (TrialResult result : file.results()) {
                Trial trial = result.trial();
                lines.add(
                        (result.passed() ? "ok   " : "FAIL ")
                                + shown(file.name())
                                + ":"
                                + trial.where().line()
                                + ": "
                                + shown(trial.name()));
                result.differences().forEach(one -> lines.add(INDENT + shown(one)));
            }
        }
        lines.add(passed() + " passed, " + failed() + " failed");
        return lines;
    }

    /** One JSON object. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("passed", passed());
            json.writeNumberProperty("failed", failed());
            json.writeArrayPropertyStart("files");
            for (OfFile file : files) {
                json.writeStartObject();
                json.writeStringProperty("file", file.name());
                texts(json, "problems", file.problems());
                json.writeArrayPropertyStart("tests");
                for (TrialResult result : file.results()) {
                    write(json, result);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, TrialResult result) {
        json.writeStartObject();
        json.writeStringProperty("test", result.trial().name());
        json.writeNumberProperty("line", result.trial().where().line());
        json.writeBooleanProperty("passed", result.passed());
        json.writeNumberProperty("alerts", result.alerts());
        texts(json, "differences", result.differences());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    /** One line that steers no terminal, whatever stood in a capture. */
    private static String shown(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
