// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import dev.kansoku.event.TableFile;
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
        for (String[] cells :
                TableFile.rows(
                        OptionTable.class.getResourceAsStream(RESOURCE), RESOURCE, COLUMNS)) {
            options.add(row(cells));
        }
        return List.copyOf(options);
    }

    private static OptionDefinition row(String[] cells) {
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
