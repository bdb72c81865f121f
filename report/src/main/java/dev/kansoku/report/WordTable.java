// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.event.TableFile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What names mean in words: of calls ({@code calls.tsv}) of errors ({@code errors.tsv}) and of
 * flags ({@code flags.tsv}).
 */
final class WordTable {
    static final WordTable CALLS = new WordTable("calls.tsv");
    static final WordTable FLAGS = new WordTable("flags.tsv");
    static final WordTable ERRORS = new WordTable("errors.tsv");

    private final Map<String, String> words = new HashMap<>();

    private WordTable(String name) {
        for (String[] row : TableFile.rows(WordTable.class.getResourceAsStream(name), name, 2)) {
            words.put(row[0], row[1]);
        }
    }

    @Nullable String of(String name) {
        return words.get(name);
    }
}
