// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link ParameterType#DYN} parameter holds: its first byte is an index into the table that
 * {@link Parameter#symbols()} names, and the bytes behind it are a value of the type there. Read
 * once from {@code dynamic.tsv}.
 */
public final class DynamicTypes {
    private static final Map<String, List<ParameterType>> TABLES = load();

    private DynamicTypes() {}

    /** The types of a table by first byte, such as those of {@code sockopt_dynamic_param}. */
    public static List<ParameterType> table(String name) {
        List<ParameterType> table = TABLES.get(name);
        if (table == null) {
            throw new IllegalArgumentException("there is no table of dynamic types " + name);
        }
        return table;
    }

    private static Map<String, List<ParameterType>> load() {
        Map<String, List<ParameterType>> tables = new HashMap<>();
        for (String[] row : TableFile.rows("dynamic.tsv", 3)) {
            List<ParameterType> types = tables.computeIfAbsent(row[0], _ -> new ArrayList<>());
            if (Integer.parseInt(row[1]) != types.size()) {
                throw new IllegalStateException(
                        "dynamic.tsv: row " + row[1] + " of " + row[0] + " is out of place");
            }
            types.add(ParameterType.named(row[2]));
        }
        tables.replaceAll((_, types) -> List.copyOf(types));
        return tables;
    }
}
