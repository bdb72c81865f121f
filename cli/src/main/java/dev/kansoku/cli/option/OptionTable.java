// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options there are, read from {@code options.tsv}. Immutable. */
public final class OptionTable {
    private static final String RESOURCE = "options.tsv";
    private static final int COLUMNS = 7;
    private static final List<OptionDefinition> ALL = read();

    private OptionTable() {}

    /** All options, in the order of the help. */
    public static List<OptionDefinition> all() {
        return ALL;
    }

    static @Nullable OptionDefinition byShortName(char letter) {
        for (OptionDefinition option : ALL) {
            if (option.shortName() != null && option.shortName().charAt(0) == letter) {
                return option;
            }
        }
        return null;
    }

    static @Nullable OptionDefinition byLongName(String name) {
        for (OptionDefinition option : ALL) {
            if (option.longName().equals(name)) {
                return option;
            }
        }
        return null;
    }

    private static List<OptionDefinition> read() {
        List<OptionDefinition> options = new ArrayList<>();
        try (InputStream in = OptionTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    options.add(row(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(options);
    }

    private static OptionDefinition row(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException(RESOURCE + ": not " + COLUMNS + " columns: " + line);
        }
        return new OptionDefinition(
                present(cells[0]),
                cells[1],
                present(cells[2]),
                cells[3],
                cells[4].equals("many"),
                present(cells[5]),
                cells[6]);
    }

    private static @Nullable String present(String cell) {
        return cell.equals("-") ? null : cell;
    }
}
