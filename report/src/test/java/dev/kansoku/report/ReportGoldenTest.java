// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.syntax.FilterException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every report writes on every capture what the reference does, byte for byte, but for the order of
 * rows of equal value, and which of them are cut off. Where it does not, {@code
 * report-differences.tsv} says so and why; a difference that is not there fails, and so does a row
 * there that has become equal.
 */
class ReportGoldenTest {
    /** The reference broke off in the middle of this one. */
    private static final String BROKEN = "curl_google_comments";

    /** Its reference knows less of its events; differences are information. */
    private static final String INFORMATION = "new-web";

    private record Case(String golden, String report, Goldens.Run run) {}

    @Test
    void writesWhatTheReferenceWrites() throws Exception {
        Path captures = Goldens.captures();
        Assumptions.assumeTrue(captures != null, "no ../shared: reports are not compared");
        List<String> lists = Files.readAllLines(captures.resolve("chisels.txt"));
        TreeSet<String> differences = new TreeSet<>();
        TreeSet<String> information = new TreeSet<>();
        int equal = 0;
        for (Path capture : list(captures)) {
            String name = capture.getFileName().toString().replaceAll("\\.scap(\\.gz)?$", "");
            if (name.equals(BROKEN) || !Files.isDirectory(captures.resolve(name))) {
                continue;
            }
            List<Case> cases = cases(captures.resolve(name).resolve("chisels"), lists);
            Goldens.show(capture, cases.stream().map(Case::run).toList());
            for (Case one : cases) {
                byte[] golden = read(captures.resolve(name).resolve("chisels"), one.golden());
                String mine = comparable(one, one.run().bytes());
                if (mine.equals(comparable(one, golden))) {
                    equal++;
                } else if (name.equals(INFORMATION)) {
                    information.add(name + "\t" + one.golden());
                } else {
                    differences.add(name + "\t" + one.golden());
                    keep(name, one, mine, comparable(one, golden));
                }
            }
        }
        System.out.printf(
                "golden: reports: %d equal, %d differ, %d differ for information%n",
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

    /** Leaves both sides where a folder for them was named, to look at. */
    private static void keep(String capture, Case one, String mine, String golden)
            throws IOException {
        String folder = System.getProperty("kansoku.report.differences");
        if (folder != null) {
            Path at = Files.createDirectories(Path.of(folder, capture));
            Files.writeString(
                    at.resolve(one.golden() + ".mine"), mine, StandardCharsets.ISO_8859_1);
            Files.writeString(
                    at.resolve(one.golden() + ".golden"), golden, StandardCharsets.ISO_8859_1);
        }
    }

    private static List<Case> cases(Path folder, List<String> lists)
            throws ReportException, FilterException {
        ReportSetting setting = Goldens.setting(ReportSetting.Form.TEXT);
        List<Case> cases = new ArrayList<>();
        for (String line : lists) {
            List<String> words = List.of(line.split(" ", -1));
            String golden = String.join("_", words);
            if (ReportTable.builtIn().find(words.getFirst()) == null
                    || !(Files.exists(folder.resolve(golden + ".txt"))
                            || Files.exists(folder.resolve(golden + ".txt.gz")))) {
                continue;
            }
            cases.add(
                    new Case(
                            golden,
                            words.getFirst(),
                            new Goldens.Run(
                                    words.getFirst(),
                                    words.subList(1, words.size()),
                                    setting,
                                    true)));
        }
        return cases;
    }

    /** Rows of equal value in one order, without those that a row beyond the cut may equal. */
    private static String comparable(Case one, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        ReportDefinition definition =
                Objects.requireNonNull(ReportTable.builtIn().find(one.report()));
        boolean table = List.of("table", "cpu", "http-top").contains(definition.kind());
        if (definition.kind().startsWith("list-")) {
            // The reference has no order of fds, nor of connections.
            return text.lines().sorted().collect(Collectors.joining("\n"));
        }
        if (!table && !definition.kind().equals("fd-count")) {
            return text;
        }
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int head = table ? 2 : 0;
        List<String> rows = new ArrayList<>(lines.subList(head, lines.size() - 1));
        int top = table ? Integer.parseInt(definition.property("top")) : 0;
        if (top > 0 && rows.size() == top) {
            String last = value(rows.getLast(), table);
            rows.removeIf(row -> value(row, table).equals(last));
        }
        StringBuilder ordered = new StringBuilder(String.join("\n", lines.subList(0, head)));
        for (int from = 0; from < rows.size(); ) {
            int to = from;
            while (to < rows.size()
                    && value(rows.get(to), table).equals(value(rows.get(from), table))) {
                to++;
            }
            rows.subList(from, to).stream()
                    .sorted()
                    .forEach(row -> ordered.append('\n').append(row));
            from = to;
        }
        return ordered.toString();
    }

    private static String value(String row, boolean table) {
        return table
                ? row.substring(0, Math.min(20, row.length()))
                : row.substring(row.lastIndexOf('\t') + 1);
    }

    private static byte[] read(Path folder, String golden) throws IOException {
        Path plain = folder.resolve(golden + ".txt");
        if (Files.exists(plain)) {
            return Files.readAllBytes(plain);
        }
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(folder.resolve(golden + ".txt.gz")))) {
            return in.readAllBytes();
        }
    }

    /** Smaller captures; {@code bench} takes minutes. */
    private static List<Path> list(Path captures) throws IOException {
        try (Stream<Path> files = Files.list(captures)) {
            return files.filter(file -> file.getFileName().toString().contains(".scap"))
                    .filter(file -> !file.getFileName().toString().startsWith("bench"))
                    .sorted()
                    .toList();
        }
    }

    /** The differences that are known, without their reasons. */
    private static TreeSet<String> known() throws IOException {
        TreeSet<String> known = new TreeSet<>();
        try (InputStream in = ReportGoldenTest.class.getResourceAsStream("report-differences.tsv");
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    known.add(line.substring(0, line.lastIndexOf('\t')));
                }
            }
        }
        return known;
    }
}
