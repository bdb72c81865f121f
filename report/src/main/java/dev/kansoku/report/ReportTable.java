// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reports there are, read from {@code reports.txt}: a name at the beginning of a line, below it
 * indented lines of a word and what it says. Immutable.
 */
public final class ReportTable {
    private static final String RESOURCE = "reports.txt";
    private static final int ARGUMENT_WORDS = 4;

    private final List<ReportDefinition> all = new ArrayList<>();

    private ReportTable() {}

    /** The reports that come with Kansoku, in the order of their names. */
    public static ReportTable builtIn() {
        return BuiltIn.TABLE;
    }

    private static ReportTable load() {
        ReportTable table = new ReportTable();
        try (InputStream in = ReportTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from this build");
            }
            table.read(
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .lines()
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    public List<ReportDefinition> all() {
        return List.copyOf(all);
    }

    /** The report of exactly this name, or null. */
    public @Nullable ReportDefinition find(String name) {
        for (ReportDefinition report : all) {
            if (report.name().equals(name)) {
                return report;
            }
        }
        return null;
    }

    private void read(List<String> lines) {
        String name = null;
        List<String> body = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.charAt(0) == ' ') {
                body.add(line.strip());
                continue;
            }
            if (name != null) {
                all.add(definition(name, body));
            }
            name = line.strip();
            body.clear();
        }
        if (name != null) {
            all.add(definition(name, body));
        }
        all.sort((a, b) -> a.name().compareTo(b.name()));
    }

    private static ReportDefinition definition(String name, List<String> body) {
        Map<String, String> properties = new HashMap<>();
        List<ReportArgument> arguments = new ArrayList<>();
        for (String line : body) {
            int blank = line.indexOf(' ');
            if (blank < 0) {
                throw new IllegalStateException(RESOURCE + ": " + name + ": " + line);
            }
            String word = line.substring(0, blank);
            String rest = line.substring(blank).strip();
            if (word.equals("argument")) {
                arguments.add(argument(name, rest));
            } else {
                properties.merge(word, rest, (before, more) -> before + " " + more);
            }
        }
        return new ReportDefinition(
                name,
                required(name, properties, "category"),
                required(name, properties, "summary"),
                required(name, properties, "about"),
                required(name, properties, "kind"),
                arguments,
                properties);
    }

    private static ReportArgument argument(String report, String text) {
        String[] words = text.split(" +", ARGUMENT_WORDS);
        if (words.length != ARGUMENT_WORDS) {
            throw new IllegalStateException(RESOURCE + ": " + report + ": argument " + text);
        }
        return new ReportArgument(
                words[0],
                ReportArgument.Kind.valueOf(words[1].toUpperCase(Locale.ROOT)),
                words[2].equals("required"),
                words[3]);
    }

    private static String required(String name, Map<String, String> properties, String word) {
        String value = properties.get(word);
        if (value == null) {
            throw new IllegalStateException(RESOURCE + ": " + name + " has no " + word);
        }
        return value;
    }

    /** Read once, when it is first asked for. */
    private static final class BuiltIn {
        static final ReportTable TABLE = load();
    }
}
