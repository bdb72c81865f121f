// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many calls of each name strace sees a command make, under the names that events have. */
final class StraceCounts {
    private static final Pattern CALL = Pattern.compile("^\\d+ +([a-z_0-9]+)\\(");

    /** Calls whose events have another name. */
    private static final Map<String, String> NAMES =
            Map.of("pread64", "pread", "pwrite64", "pwrite", "prlimit64", "prlimit");

    /** Calls that do not return, and so have no exit event: procexit tells instead. */
    private static final List<String> WITHOUT_EXIT = List.of("exit", "exit_group");

    private StraceCounts() {}

    static Map<String, Integer> of(Path folder, List<String> command) throws Exception {
        Path trace = Files.createTempFile("kansoku", ".strace");
        try {
            List<String> strace = new ArrayList<>(List.of("strace", "-f", "-o", trace.toString()));
            strace.addAll(command);
            try {
                LabProgram.run(folder, strace);
            } catch (IOException e) {
                LabProgram.skip("strace does not run here: " + e.getMessage());
            }
            Map<String, Integer> counts = new TreeMap<>();
            for (String line : Files.readAllLines(trace)) {
                Matcher call = CALL.matcher(line);
                if (call.find() && !WITHOUT_EXIT.contains(call.group(1))) {
                    counts.merge(NAMES.getOrDefault(call.group(1), call.group(1)), 1, Integer::sum);
                }
            }
            return counts;
        } finally {
            Files.delete(trace);
        }
    }
}
