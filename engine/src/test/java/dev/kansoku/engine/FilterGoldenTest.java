// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.syntax.FilterException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every filter of the golden lists, on every capture, counts as many events as the reference does.
 * Where it does not, {@code filter-differences.tsv} says so and why; a difference that is not there
 * fails, and so does a row there that has become equal.
 */
class FilterGoldenTest {
    private static final String ERROR = "ERROR";

    /** Its reference is another tool that reads less of it; the counts are information. */
    private static final String INFORMATION = "new-web";

    /** One filter, its golden count and what it counted here. */
    private static final class Row {
        private final String filter;
        private final String golden;
        private Filter<EventContext> ready;
        private long counted;

        Row(String line) {
            String[] cells = line.split("\t", -1);
            filter = cells[0];
            golden = cells[1].startsWith(ERROR) ? ERROR : cells[1];
        }

        void prepare() {
            try {
                ready = Filter.compile(filter, new EngineFields(FieldOptions.text()));
            } catch (FilterException e) {
                ready = null;
            }
        }

        String result() {
            return ready == null ? ERROR : Long.toString(counted);
        }
    }

    @Test
    void countsWhatTheReferenceCounts() throws IOException {
        Path captures = captures();
        Assumptions.assumeTrue(captures != null, "no ../shared: filter counts are not compared");
        TreeSet<String> differences = new TreeSet<>();
        List<String> information = new ArrayList<>();
        int equal = 0;
        for (Path golden : goldens(captures)) {
            Path folder = Objects.requireNonNull(golden.getParent());
            String name = Objects.requireNonNull(folder.getFileName()).toString();
            List<String> lines =
                    Files.readAllLines(golden).stream()
                            .filter(FilterGoldenTest::isComparable)
                            .toList();
            List<Row> rows = count(capture(folder), lines);
            for (Row row : rows) {
                if (row.result().equals(row.golden)) {
                    equal++;
                    continue;
                }
                String difference = String.join("\t", name, row.filter, row.golden, row.result());
                if (name.equals(INFORMATION)) {
                    information.add(difference);
                } else {
                    differences.add(difference);
                }
            }
        }
        System.out.printf(
                "golden: filter counts: %d equal, %d differ, %d differ for information%n",
                equal, differences.size(), information.size());
        TreeSet<String> known = known();
        differences.stream()
                .filter(row -> !known.contains(row))
                .forEach(row -> System.out.println("new: " + row));
        known.stream()
                .filter(row -> !differences.contains(row))
                .forEach(row -> System.out.println("gone: " + row));
        assertThat(differences).isEqualTo(known);
    }

    /** Whether the machine means by localhost what the reference's meant: IPv4 alone. */
    private static boolean isComparable(String line) {
        if (!line.contains(".name=localhost")) {
            return true;
        }
        try {
            return InetAddress.getAllByName("localhost").length == 1
                    && InetAddress.getByName("localhost").getAddress().length == 4;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static List<Row> count(Path capture, List<String> lines) throws IOException {
        List<Row> rows = lines.stream().map(Row::new).toList();
        rows.forEach(Row::prepare);
        List<Row> ready = rows.stream().filter(row -> row.ready != null).toList();
        try (ScapSource source = new ScapSource(List.of(capture.toString()))) {
            new Pipeline(
                            source,
                            new EventContext(),
                            context -> {
                                for (Row row : ready) {
                                    if (row.ready.matches(context)) {
                                        row.counted++;
                                    }
                                }
                                return true;
                            })
                    .run();
        }
        return rows;
    }

    /** The differences that are known, without their reasons. */
    private static TreeSet<String> known() throws IOException {
        TreeSet<String> known = new TreeSet<>();
        try (InputStream in = FilterGoldenTest.class.getResourceAsStream("filter-differences.tsv");
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#") && isComparable(line)) {
                    known.add(line.substring(0, line.lastIndexOf('\t')));
                }
            }
        }
        return known;
    }

    private static List<Path> goldens(Path captures) throws IOException {
        try (Stream<Path> folders = Files.list(captures)) {
            return folders.map(folder -> folder.resolve("filters-d.tsv"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    private static Path capture(Path folder) {
        Path plain = Path.of(folder + ".scap");
        return Files.exists(plain) ? plain : Path.of(folder + ".scap.gz");
    }

    private static Path captures() {
        String given = System.getProperty("kansoku.shared");
        if (given != null) {
            return Path.of(given, "captures");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path captures = at.resolve("shared/captures");
            if (Files.isDirectory(captures)) {
                return captures;
            }
        }
        return null;
    }
}
