// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

import java.util.List;
import java.util.Map;

/**
 * What events have in common that belong together.
 *
 * @param tree whether they are of one process tree: of the process that the first was of, of its
 *     parent, and of all below that
 * @param fields that have the same values in all of them, as formats name them; none where they are
 *     of one tree, or where all belong together
 */
public record JoinKey(boolean tree, List<String> fields) {
    /** The word for a process tree. */
    public static final String TREE_WORD = "tree";

    /** Most fields of a key. */
    public static final int MOST_FIELDS = 8;

    /** Events of one process tree. */
    public static final JoinKey TREE = new JoinKey(true, List.of());

    /** All events. */
    public static final JoinKey NOTHING = new JoinKey(false, List.of());

    private static final Map<String, String> WORDS =
            Map.of(
                    "process", "proc.pid",
                    "thread", "thread.tid",
                    "container", "container.id",
                    "user", "user.uid");

    public JoinKey {
        fields = List.copyOf(fields);
    }

    /** The field that a word such as {@code process} stands for; others stand for themselves. */
    public static String field(String word) {
        return WORDS.getOrDefault(word, word);
    }
}
