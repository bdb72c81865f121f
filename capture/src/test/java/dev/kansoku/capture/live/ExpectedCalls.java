// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of a lab program's table, such as {@code labcalls.tsv}. */
record ExpectedCalls(List<Row> rows) {
    record Row(String type, List<String> pieces) {}

    static ExpectedCalls read(String lab, String folder, String program, long pid)
            throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/c/" + lab + ".tsv"))) {
            if (!line.startsWith("#")) {
                String filled =
                        line.replace("$FOLDER", folder)
                                .replace("$PROGRAM", program)
                                .replace("$PID", Long.toString(pid));
                List<String> cells = Arrays.asList(filled.split("\t", -1));
                rows.add(new Row(cells.getFirst(), cells.subList(1, cells.size())));
            }
        }
        return new ExpectedCalls(rows);
    }
}
