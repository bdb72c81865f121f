// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Runs the chisels of sysdig, where the property {@code kansoku.chisels} names a folder with them,
 * over the captures beside the project, and compares what they print with what they print in
 * sysdig.
 */
class PublicChiselsTest {
    /** A script that stops, as it does in sysdig. */
    private static final Set<String> KNOWN = Set.of("spy_users");

    private static final String BROKEN = "curl_google_comments";

    private static Path chisels() {
        String folder = System.getProperty("kansoku.chisels");
        Assumptions.assumeTrue(folder != null, "no kansoku.chisels: public scripts are not tried");
        return Path.of(folder);
    }

    @Test
    void allLoad() throws IOException {
        Path folder = chisels();
        List<String> failed = new ArrayList<>();
        int loaded = 0;
        int libraries = 0;
        int views = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".lua")).sorted().toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (text.contains("view_info")) {
                    views++;
                    continue;
                }
                if (!text.contains("args =")) {
                    libraries++;
                    continue;
                }
                try (Chisel chisel =
                        Chisel.open(
                                file,
                                new Scene(),
                                new ScriptFolders(List.of(folder)),
                                LuaLimits.DEFAULT)) {
                    loaded++;
                    // One is retired, and describes itself in a few words only.
                    assertThat(chisel.description().description() + chisel.description().summary())
                            .isNotEmpty();
                } catch (LuaException e) {
                    failed.add(e.getMessage());
                }
            }
        }
        System.out.printf(
                "public scripts: %d chisels load, %d do not; %d libraries, %d views%n",
                loaded, failed.size(), libraries, views);
        assertThat(failed).isEmpty();
    }

    /** A script at work. */
    private static final class Run implements AutoCloseable {
        final String golden;
        final Scene scene = new Scene();
        final @Nullable Chisel chisel;
        @Nullable String error;
        boolean ended;

        Run(Path folder, List<String> words) {
            golden = String.join("_", words);
            Chisel made = null;
            try {
                ScriptFolders folders = new ScriptFolders(List.of(folder));
                made =
                        Chisel.open(
                                folder.resolve(words.getFirst() + ".lua"),
                                scene,
                                folders,
                                LuaLimits.DEFAULT);
                made.start(words.subList(1, words.size()));
            } catch (LuaException e) {
                error = e.getMessage();
                ended = true;
            }
            chisel = made;
        }

        void accept(EventContext context) {
            try {
                if (!ended && chisel != null && !chisel.accept(context)) {
                    end(context);
                }
            } catch (LuaException e) {
                error = e.getMessage();
                ended = true;
            }
        }

        void end(EventContext context) {
            try {
                if (!ended && chisel != null) {
                    ended = true;
                    chisel.end(context);
                }
            } catch (LuaException e) {
                error = e.getMessage();
            }
        }

        @Override
        public void close() {
            if (chisel != null) {
                chisel.close();
            }
        }
    }

    @Test
    void printWhatTheyPrintInSysdig() throws IOException {
        Path folder = chisels();
        Path captures = captures();
        Assumptions.assumeTrue(captures != null, "no ../shared: scripts are not compared");
        List<List<String>> lists = new ArrayList<>();
        for (String line : Files.readAllLines(captures.resolve("chisels.txt"))) {
            lists.add(List.of(line.split(" ", -1)));
        }
        TreeMap<String, String> differences = new TreeMap<>();
        int equal = 0;
        int sameLines = 0;
        for (Path capture : list(captures)) {
            String name = capture.getFileName().toString().replaceAll("\\.scap(\\.gz)?$", "");
            Path goldens = captures.resolve(name).resolve("chisels");
            if (name.equals(BROKEN) || !Files.isDirectory(goldens)) {
                continue;
            }
            List<Run> runs = new ArrayList<>();
            for (List<String> words : lists) {
                if (golden(goldens, String.join("_", words)) != null) {
                    runs.add(new Run(folder, words));
                }
            }
            show(capture, runs);
            for (Run run : runs) {
                String golden =
                        new String(golden(goldens, run.golden), StandardCharsets.ISO_8859_1);
                String mine = new String(run.scene.bytes(), StandardCharsets.ISO_8859_1);
                if (mine.equals(golden)) {
                    equal++;
                } else if (sorted(mine).equals(sorted(golden))) {
                    sameLines++;
                } else {
                    differences.put(run.golden + "\t" + name, run.error == null ? "" : run.error);
                    keep(name, run, mine, golden);
                }
                run.close();
            }
        }
        System.out.printf(
                "golden: public scripts: %d equal, %d with ties in another order, %d differ%n",
                equal, sameLines, differences.size());
        differences.forEach((key, error) -> System.out.println("differs: " + key + "\t" + error));
        TreeSet<String> broken = new TreeSet<>();
        differences.forEach(
                (key, error) -> {
                    if (!error.isEmpty() && !KNOWN.contains(key.substring(0, key.indexOf('\t')))) {
                        broken.add(key + ": " + error);
                    }
                });
        assertThat(broken).isEmpty();
    }

    private static void show(Path capture, List<Run> runs) throws IOException {
        EventContext context = new EventContext();
        Sink sink =
                new Sink() {
                    @Override
                    public boolean accept(EventContext now) {
                        runs.forEach(run -> run.accept(now));
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
        runs.forEach(run -> run.end(context));
    }

    private static List<String> sorted(String text) {
        return Arrays.stream(text.split("\n", -1)).sorted().toList();
    }

    private static void keep(String capture, Run run, String mine, String golden)
            throws IOException {
        String folder = System.getProperty("kansoku.chisels.differences");
        if (folder != null) {
            Path at = Files.createDirectories(Path.of(folder, capture));
            Files.writeString(at.resolve(run.golden + ".mine"), mine, StandardCharsets.ISO_8859_1);
            Files.writeString(
                    at.resolve(run.golden + ".golden"), golden, StandardCharsets.ISO_8859_1);
        }
    }

    private static byte @Nullable [] golden(Path folder, String golden) throws IOException {
        Path plain = folder.resolve(golden + ".txt");
        if (Files.exists(plain)) {
            return Files.readAllBytes(plain);
        }
        Path packed = folder.resolve(golden + ".txt.gz");
        if (!Files.exists(packed)) {
            return null;
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
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
