// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.BufferForm;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.lua.Chisel;
import dev.kansoku.lua.ChiselHost;
import dev.kansoku.lua.LuaException;
import dev.kansoku.lua.LuaLimits;
import dev.kansoku.lua.ScriptFolders;
import dev.kansoku.report.Page;
import dev.kansoku.report.PreparedReport;
import dev.kansoku.report.ReportException;
import dev.kansoku.report.ReportMaker;
import dev.kansoku.report.ReportRunner;
import dev.kansoku.report.ReportSetting;
import dev.kansoku.report.ReportTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Whether each chisel of sysdig, run as the script that it is, answers as the report of its name
 * does: on every capture beside the project, with the same arguments, but for the order of rows.
 * {@code kansoku.chisels} names a folder with the scripts; without it nothing is compared. {@code
 * public-scripts.tsv} lists them with their arguments, how they are compared and what is known to
 * differ. Two are not there: {@code around}, which starts sysdig, and {@code tracers_2_statsd},
 * which has no report.
 */
class PublicScriptsAsReportsTest {
    /** Scripts that draw on terminals alone. */
    private static final String DRAWS = "draws";

    /** A line of the list. */
    private record Row(String name, List<String> arguments, String how, String reason) {}

    /** What a script is told of its surroundings. */
    private static final class Surroundings implements ChiselHost {
        private final TextBuffer output = new TextBuffer();
        private final Path capture;
        private final boolean terminal;

        Surroundings(Path capture, boolean terminal) {
            this.capture = capture;
            this.terminal = terminal;
        }

        @Override
        public FieldCatalogue<EventContext> fields(BufferForm form) {
            return catalogue(FieldOptions.text().withBuffer(form));
        }

        @Override
        public TextBuffer output() {
            return output;
        }

        @Override
        public boolean live() {
            return false;
        }

        @Override
        public String source() {
            return capture.toString();
        }

        @Override
        public String filter() {
            return "";
        }

        @Override
        public boolean showsContainers() {
            return false;
        }

        @Override
        public boolean json() {
            return false;
        }

        @Override
        public boolean terminal() {
            return terminal;
        }

        @Override
        public Size size() {
            return terminal ? new Size(80, 25) : new Size(-1, -1);
        }

        @Override
        public double progress() {
            return 0;
        }

        @Override
        public void note(String message) {
            // Not compared.
        }
    }

    /** A script and the report of its name over one capture. */
    private static final class Pair implements AutoCloseable {
        private final Row row;
        private final Surroundings host;
        private final Chisel chisel;
        private final ReportRunner runner = new ReportRunner();
        private final Predicate<EventContext> filter;
        private final TextBuffer reported = new TextBuffer();
        private final Page page;
        private boolean scriptEnded;
        private boolean reportEnded;
        private String error = "";

        Pair(Row row, Path folder, Path capture)
                throws LuaException, ReportException, FilterException {
            this.row = row;
            boolean draws = row.how.equals(DRAWS);
            host = new Surroundings(capture, draws);
            chisel =
                    Chisel.open(
                            folder.resolve(row.name + ".lua"),
                            host,
                            new ScriptFolders(List.of(folder)),
                            row.how.equals("unsafe") ? null : LuaLimits.DEFAULT);
            ReportSetting setting =
                    new ReportSetting(
                            PublicScriptsAsReportsTest::catalogue,
                            ReportSetting.Form.TEXT,
                            false,
                            false);
            PreparedReport report =
                    new ReportMaker(setting)
                            .make(
                                    Objects.requireNonNull(
                                            ReportTable.builtIn().find(row.name), row.name),
                                    row.arguments);
            filter =
                    report.filter().isEmpty()
                            ? _ -> true
                            : Filter.compile(report.filter(), setting.text());
            runner.add(report.report(), filter);
            page = new Page(reported, draws, true, false, 80);
            try {
                chisel.start(row.arguments);
            } catch (LuaException e) {
                fail(e);
            }
            runner.begin(page);
        }

        void accept(EventContext context) {
            boolean load = Chisel.wantsHidden(context.event());
            if (!reportEnded && (!load || runner.wantsHidden(context.event()))) {
                reportEnded = !runner.accept(context, page);
            }
            try {
                if (!scriptEnded && !chisel.accept(context)) {
                    scriptEnded = true;
                    chisel.end(context);
                }
            } catch (LuaException e) {
                fail(e);
            }
        }

        void end(EventContext context) {
            runner.end(context, page);
            try {
                if (!scriptEnded) {
                    chisel.end(context);
                }
            } catch (LuaException e) {
                fail(e);
            }
        }

        private void fail(LuaException e) {
            scriptEnded = true;
            error = String.valueOf(e.getMessage());
        }

        String script() {
            return new String(host.output.toBytes(), StandardCharsets.ISO_8859_1);
        }

        String report() {
            return new String(reported.toBytes(), StandardCharsets.ISO_8859_1);
        }

        boolean equal() {
            return comparable(script()).equals(comparable(report()));
        }

        /** Rows in one order, without the table's last value, of which any may be cut off. */
        private String comparable(String shown) {
            String text = shown.replace("\\n", "\n");
            if (row.how.equals(DRAWS)) {
                // Lines of the drawing alone, without headings and what hides the cursor.
                return Arrays.stream(text.split("\n", -1))
                        .filter(line -> line.contains("\u001b[38;5") || line.contains("|"))
                        .map(line -> line.replaceAll("\u001b\\[\\?25[hl]", ""))
                        .collect(Collectors.joining("\n"));
            }
            List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
            int most = row.how.startsWith("top ") ? Integer.parseInt(row.how.substring(4)) : 0;
            if (most > 0 && lines.size() == most + 3) {
                String last = value(lines.get(lines.size() - 2));
                lines.subList(2, lines.size()).removeIf(line -> value(line).equals(last));
            }
            return switch (row.how) {
                case "ordered" -> String.join("\n", lines);
                case "headings" ->
                        lines.stream()
                                .filter(line -> !line.contains("------ "))
                                .collect(Collectors.joining("\n"));
                case "set" -> String.join("\n", new TreeSet<>(lines));
                default -> lines.stream().sorted().collect(Collectors.joining("\n"));
            };
        }

        private static String value(String line) {
            return line.substring(0, Math.min(20, line.length()));
        }

        @Override
        public void close() {
            chisel.close();
        }
    }

    private static FieldCatalogue<EventContext> catalogue(FieldOptions options) {
        return new EngineFields(options.withZone(ZoneOffset.UTC).withNames(false));
    }

    @Test
    void answerAsTheReportsOfTheirNamesDo() throws Exception {
        String scripts = System.getProperty("kansoku.chisels");
        Path captures = captures();
        Assumptions.assumeTrue(scripts != null, "no kansoku.chisels: scripts are not compared");
        Assumptions.assumeTrue(captures != null, "no ../shared: scripts are not compared");
        List<Row> rows = rows();
        Map<String, TreeSet<String>> differ = new TreeMap<>();
        List<Path> all = list(captures);
        for (Path capture : all) {
            String name = capture.getFileName().toString().replaceAll("\\.scap(\\.gz)?$", "");
            List<Pair> pairs = new ArrayList<>();
            for (Row row : rows) {
                pairs.add(new Pair(row, Path.of(scripts), capture));
            }
            show(capture, pairs);
            for (Pair pair : pairs) {
                if (!pair.equal()) {
                    differ.computeIfAbsent(pair.row.name, _ -> new TreeSet<>())
                            .add(name + (pair.error.isEmpty() ? "" : " (" + pair.error + ")"));
                    keep(name, pair);
                }
                pair.close();
            }
        }
        System.out.printf(
                "public scripts: %d of %d answer as reports do on %d captures%n",
                rows.size() - differ.size(), rows.size(), all.size());
        differ.forEach((name, where) -> System.out.println("differs: " + name + "\t" + where));
        assertThat(differ.keySet())
                .isEqualTo(
                        new TreeSet<>(
                                rows.stream()
                                        .filter(row -> !row.reason.isEmpty())
                                        .map(Row::name)
                                        .toList()));
    }

    private static void show(Path capture, List<Pair> pairs) throws IOException {
        EventContext context = new EventContext();
        Sink sink =
                new Sink() {
                    @Override
                    public boolean accept(EventContext now) {
                        for (Pair pair : pairs) {
                            pair.accept(now);
                        }
                        return true;
                    }

                    @Override
                    public boolean wantsHidden(Event event) {
                        return Chisel.wantsHidden(event);
                    }
                };
        try (ScapSource source = new ScapSource(List.of(capture.toString()))) {
            new Pipeline(source, context, sink).run();
        }
        pairs.forEach(pair -> pair.end(context));
    }

    /** Leaves both sides where a folder for them was named, to look at. */
    private static void keep(String capture, Pair pair) throws IOException {
        String folder = System.getProperty("kansoku.chisels.differences");
        if (folder != null) {
            Path at = Files.createDirectories(Path.of(folder, capture));
            Files.writeString(
                    at.resolve(pair.row.name + ".script"),
                    pair.script(),
                    StandardCharsets.ISO_8859_1);
            Files.writeString(
                    at.resolve(pair.row.name + ".report"),
                    pair.report(),
                    StandardCharsets.ISO_8859_1);
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        PublicScriptsAsReportsTest.class.getResourceAsStream(
                                                "public-scripts.tsv")),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] cells = line.split("\t", -1);
                    List<String> words = List.of(cells[0].split(" "));
                    rows.add(
                            new Row(
                                    words.getFirst(),
                                    words.subList(1, words.size()),
                                    cells[1],
                                    cells[2]));
                }
            }
        }
        return rows;
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

    private static @Nullable Path captures() {
        String shared = System.getProperty("kansoku.shared");
        if (shared != null) {
            return Path.of(shared, "captures");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path captures = at.resolveSibling("shared").resolve("captures");
            if (Files.isDirectory(captures)) {
                return captures;
            }
        }
        return null;
    }
}
