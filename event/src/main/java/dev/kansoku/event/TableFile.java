// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tab-separated tables that lie beside classes: one row a line, {@code #} for remarks. */
public final class TableFile {
    private TableFile() {}

    /** The rows of a table of this module. */
    static List<String[]> rows(String name, int columns) {
        return rows(TableFile.class.getResourceAsStream(name), name, columns);
    }

    /**
     * The rows of a table, cut into exactly {@code columns} cells.
     *
     * @param in the table, which the caller has opened, since a module's resources open only to
     *     itself; it is closed here. Null where the build lacks it
     * @param name what messages call it
     * @throws IllegalStateException where the table is missing or a row has another number of cells
     */
    public static List<String[]> rows(@Nullable InputStream in, String name, int columns) {
        if (in == null) {
            throw new IllegalStateException(name + " is missing from this build");
        }
        List<String[]> rows = new ArrayList<>(512);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() || line.charAt(0) == '#') {
                    continue;
                }
                String[] cells = line.split("\t", -1);
                if (cells.length != columns) {
                    throw new IllegalStateException(
                            name + ": a row of " + cells.length + " cells: " + line);
                }
                rows.add(cells);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
