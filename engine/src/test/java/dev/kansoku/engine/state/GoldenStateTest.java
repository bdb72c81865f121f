// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Compares the state of a capture of the newer generation, whose exits stand alone, event by event
 * with what the newest reference printed of it.
 */
class GoldenStateTest {
    private static final int SHOWN = Integer.getInteger("kansoku.golden.shown", 0);

    @Test
    void showsOfExitsAloneWhatTheReferenceShows() throws IOException {
        String capture = "new-web";
        String golden = "head-fields";
        Path folder = captures();
        Path scap = folder.resolve(capture + ".scap.gz");
        if (!Files.exists(scap)) {
            scap = folder.resolve(capture + ".scap");
        }
        Path fields = folder.resolve(capture).resolve(golden + ".tsv.gz");
        assumeTrue(Files.exists(scap) && Files.exists(fields));
        SystemState state = new SystemState();
        GoldenColumns columns = new GoldenColumns(state);
        Map<String, Integer> unequal = new TreeMap<>();
        Map<String, List<String>> examples = new TreeMap<>();
        int lines = 0;
        int unequalLines = 0;
        try (ScapSource source = new ScapSource(List.of(scap.toString()));
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(Files.newInputStream(fields)),
                                        StandardCharsets.UTF_8))) {
            String[] names = reader.readLine().split("\t", -1);
            Event event = new Event();
            String line;
            while ((line = reader.readLine()) != null) {
                String[] cells = line.split("\t", -1);
                if (cells.length < 60) {
                    continue;
                }
                long number = Long.parseLong(cells[0]);
                boolean more = source.next(event, state);
                while (more) {
                    state.apply(event);
                    if (event.number() >= number) {
                        break;
                    }
                    more = source.next(event, state);
                }
                if (!more) {
                    break;
                }
                lines++;
                boolean equal = true;
                for (int i = 0; i < names.length; i++) {
                    if (!columns.has(names[i])) {
                        continue;
                    }
                    String value = columns.value(names[i], event);
                    if (!value.equals(cells[i]) && !value.equals("?")) {
                        equal = false;
                        unequal.merge(names[i], 1, Integer::sum);
                        List<String> of =
                                examples.computeIfAbsent(names[i], _ -> new ArrayList<>());
                        if (of.size() < SHOWN) {
                            of.add(
                                    number
                                            + " "
                                            + event.type()
                                            + " is "
                                            + value
                                            + " not "
                                            + cells[i]);
                        }
                    }
                }
                if (!equal) {
                    unequalLines++;
                }
            }
        }
        System.out.println(
                "golden: state %s: %d lines, %d unequal %s"
                        .formatted(capture, lines, unequalLines, unequal));
        examples.forEach(
                (name, of) ->
                        of.forEach(example -> System.out.println("  " + name + " " + example)));
        assertThat(lines).isPositive();
        // nine events of a process whose parent is not in the file: no parent, or parent 0; and two
        // of a socket whose connection was refused later, which the reference calls connected
        assertThat(unequalLines).isLessThanOrEqualTo(11);
    }

    private static Path captures() {
        Path shared = shared();
        assumeTrue(shared != null, "no folder of captures here");
        return shared == null ? Path.of("") : shared.resolve("captures");
    }

    private static @Nullable Path shared() {
        String given = System.getProperty("kansoku.shared");
        if (given != null) {
            return Path.of(given);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path shared = at.resolveSibling("shared");
            if (Files.isDirectory(shared.resolve("captures"))) {
                return shared;
            }
        }
        return null;
    }
}
