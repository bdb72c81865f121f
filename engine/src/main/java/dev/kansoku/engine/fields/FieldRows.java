// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.event.TableFile;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldDefinition.Argument;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldDefinition.Trait;
import dev.kansoku.filter.field.FieldType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the tab-separated tables that lie beside these classes; {@code #} begins a remark. */
final class FieldRows {
    private FieldRows() {}

    /** The field definitions of {@code fields.tsv}, in its order. */
    static List<FieldDefinition> definitions() {
        List<FieldDefinition> definitions = new ArrayList<>(300);
        for (String[] cells : rows("fields.tsv", 8)) {
            definitions.add(
                    new FieldDefinition(
                            cells[0],
                            FieldType.valueOf(constant(cells[1])),
                            cells[2].equals("list"),
                            cells[3].equals("-")
                                    ? Argument.NONE
                                    : Argument.valueOf(constant(cells[3])),
                            cells[4].equals("-")
                                    ? NumberFormat.DECIMAL
                                    : NumberFormat.valueOf(constant(cells[4])),
                            cells[7],
                            cells[6],
                            traits(cells[5])));
        }
        return List.copyOf(definitions);
    }

    private static Set<Trait> traits(String cell) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (!cell.equals("-")) {
            for (String word : cell.split(",", -1)) {
                traits.add(Trait.valueOf(constant(word)));
            }
        }
        return traits;
    }

    /** The rows of a table, cut into exactly {@code columns} cells. */
    static List<String[]> rows(String name, int columns) {
        return TableFile.rows(FieldRows.class.getResourceAsStream(name), name, columns);
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
