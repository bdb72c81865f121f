// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.local;

import dev.kansoku.containers.ContainerDraft;
import dev.kansoku.event.TableFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What runtimes above a plain one note of a container in its annotations, by a table. */
final class Annotations {
    private static final String TABLE = "annotations.tsv";
    private static final Map<String, String> MEANINGS = meanings();

    private Annotations() {}

    private static Map<String, String> meanings() {
        Map<String, String> meanings = new HashMap<>();
        List<String[]> rows =
                TableFile.rows(Annotations.class.getResourceAsStream(TABLE), TABLE, 2);
        for (String[] cells : rows) {
            meanings.put(cells[0], cells[1]);
        }
        return Map.copyOf(meanings);
    }

    /** Tells the draft of one annotation. */
    static void tell(String name, String value, ContainerDraft draft) {
        draft.label(name, value);
        String meaning = MEANINGS.getOrDefault(name, "");
        switch (meaning) {
            case "" -> {
                // a label like any other
            }
            case "name" -> draft.name(value);
            case "image" -> draft.image(value, "", "");
            case "sandbox" -> draft.sandbox(value);
            default -> draft.label(meaning, value);
        }
    }
}
