// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.golden;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.format.JsonFormat;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Prints captures in the forms that there are goldens of, and compares. */
public final class Goldens {
    static final String DEFAULT =
            "*%evt.num %evt.outputtime %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type"
                    + " %evt.info";

    private static final Pattern JSON_NUMBER = Pattern.compile("\"evt.num\":(\\d+)");

    private Goldens() {}

    /** Every column of {@code fields.txt}; null where the capture or its golden is absent. */
    static @Nullable Comparison fields(String capture, int shown)
            throws IOException, FilterException {
        List<String> golden =
                Captures.golden(
                        capture, "head-fields.tsv.gz", "fields.tsv.gz", "fields-first20000.tsv.gz");
        Path file = Captures.file(capture);
        if (golden == null || file == null || golden.isEmpty()) {
            return null;
        }
        List<String> columns = List.of(golden.getFirst().split("\t", -1));
        List<String> rows = golden.subList(1, golden.size());
        String format = "*%" + String.join("\t%", columns);
        Comparison comparison = new Comparison(capture, columns, shown);
        comparison.compare(text(file, format, last(rows)), rows, Goldens::leadingNumber);
        return comparison;
    }

    /** The default line. */
    static @Nullable Comparison defaultLine(String capture, int shown)
            throws IOException, FilterException {
        List<String> golden =
                Captures.golden(capture, "default.txt.gz", "default-first20000.txt.gz");
        Path file = Captures.file(capture);
        if (golden == null || file == null) {
            return null;
        }
        Comparison comparison = new Comparison(capture, List.of(), shown);
        comparison.compare(text(file, DEFAULT, last(golden)), golden, Goldens::leadingNumber);
        return comparison;
    }

    /** JSON lines, as many as the golden holds. */
    static @Nullable Comparison json(String capture, int shown)
            throws IOException, FilterException {
        List<String> golden = Captures.golden(capture, "json.jsonl.gz");
        Path file = Captures.file(capture);
        if (golden == null || file == null || golden.isEmpty()) {
            return null;
        }
        JsonFormat<EventContext> format =
                JsonFormat.compile(
                        DEFAULT, new EngineFields(FieldOptions.json().withZone(ZoneOffset.UTC)));
        Comparison comparison = new Comparison(capture, List.of(), shown);
        comparison.compare(
                print(file, format::write, jsonNumber(golden.getLast())),
                golden,
                Goldens::jsonNumber);
        return comparison;
    }

    /** Writes the event at hand; false where it is not to be shown. */
    private interface Printer {
        boolean write(EventContext context, TextBuffer out);
    }

    private static List<String> text(Path file, String format, long last)
            throws IOException, FilterException {
        TextFormat<EventContext> compiled =
                TextFormat.compile(
                        format, new EngineFields(FieldOptions.text().withZone(ZoneOffset.UTC)));
        return print(file, compiled::write, last);
    }

    /** The lines of all events up to a number. */
    private static List<String> print(Path file, Printer printer, long last) throws IOException {
        List<String> lines = new ArrayList<>();
        TextBuffer line = new TextBuffer();
        Sink sink =
                context -> {
                    if (context.event().number() > last) {
                        return false;
                    }
                    line.clear();
                    if (printer.write(context, line)) {
                        lines.add(
                                new String(
                                        line.bytes(),
                                        0,
                                        line.length(),
                                        StandardCharsets.ISO_8859_1));
                    }
                    return true;
                };
        try (ScapSource source = new ScapSource(List.of(file.toString()))) {
            new Pipeline(source, new EventContext(), sink).run();
        }
        return lines;
    }

    private static long last(List<String> lines) {
        long last = 0;
        for (String line : lines) {
            last = Math.max(last, leadingNumber(line));
        }
        return last;
    }

    /** The number that a line begins with; 0 for the rest of a broken one. */
    private static long leadingNumber(String line) {
        long number = 0;
        int i = 0;
        while (i < line.length() && Character.isDigit(line.charAt(i)) && i < 18) {
            number = number * 10 + line.charAt(i++) - '0';
        }
        return number;
    }

    private static long jsonNumber(String line) {
        Matcher number = JSON_NUMBER.matcher(line);
        return number.find() ? Long.parseLong(number.group(1)) : 0;
    }

    /**
     * Shows the first differences of a capture: {@code fields|default|json CAPTURE [COUNT]}; {@code
     * all} for every capture.
     */
    public static void main(String[] arguments) throws IOException, FilterException {
        int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
        List<String> captures = arguments[1].equals("all") ? Captures.ALL : List.of(arguments[1]);
        for (String capture : captures) {
            Comparison comparison =
                    switch (arguments[0]) {
                        case "fields" -> fields(capture, count);
                        case "default" -> defaultLine(capture, count);
                        case "json" -> json(capture, count);
                        default -> throw new IllegalArgumentException(arguments[0]);
                    };
            if (comparison != null) {
                comparison.samples().forEach(System.out::println);
                System.out.println(comparison);
            }
        }
    }

    /** Compares one capture; null where it or its golden is absent. */
    interface Comparing {
        @Nullable Comparison compare(String capture) throws IOException, FilterException;
    }

    /**
     * Compares all captures, prints each, and says what share of all lines is unequal; {@code
     * ./verify} repeats the lines that begin with {@code golden:}.
     */
    static double unequalShare(String form, Comparing compare) throws IOException, FilterException {
        long lines = 0;
        long known = 0;
        long unequal = 0;
        for (String capture : Captures.ALL) {
            Comparison comparison = compare.compare(capture);
            if (comparison != null) {
                System.out.printf("golden: %s %s%n", form, comparison);
                lines += comparison.lines();
                known += comparison.known();
                unequal += comparison.unequal();
            }
        }
        System.out.printf(
                "golden: %s all: %d lines, %d equal, %d differ by a known fault, %d unequal%n",
                form, lines, lines - known - unequal, known, unequal);
        return lines == 0 ? 0 : (double) unequal / lines;
    }
}
