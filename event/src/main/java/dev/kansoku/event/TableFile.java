// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.io.IOException;
import java.io.InputStream;
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
        String text;
        try (in) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String[]> rows = new ArrayList<>(512);
        // a start reads several before anything is compiled: each character is looked at once
        for (int line = 0; line < text.length(); ) {
            int end = text.indexOf('\n', line);
            end = end < 0 ? text.length() : end;
            if (end > line && text.charAt(line) != '#') {
                rows.add(cells(text, line, end, name, columns));
            }
            line = end + 1;
        }
        return rows;
    }

    private static String[] cells(String text, int line, int end, String name, int columns) {
        String[] cells = new String[columns];
        int at = line;
        for (int i = 0; i < columns; i++) {
            int tab = at > end ? -1 : text.indexOf('\t', at);
            int until = tab < 0 || tab > end ? end : tab;
            if (at > end || (i == columns - 1 && until != end)) {
                throw new IllegalStateException(
                        name
                                + ": a row without "
                                + columns
                                + " cells: "
                                + text.substring(line, end));
            }
            cells[i] = text.substring(at, until);
            at = until + 1;
        }
        return cells;
    }
}
