// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import dev.kansoku.event.TableFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flag of sysdig's that is none here, and what it is taken for; read from {@code
 * sysdig-options.tsv} when one that is unknown is met, and only then.
 *
 * @param flag as it is typed
 * @param argument whether it takes one
 * @param meaning what it is taken for
 * @param note what the user is told, or null
 */
record SysdigOption(String flag, boolean argument, Meaning meaning, @Nullable String note) {
    private static final String RESOURCE = "sysdig-options.tsv";
    private static final int COLUMNS = 4;
    private static final String VALUE = "VALUE";

    /** What a flag becomes. */
    sealed interface Meaning {}

    /** An option of ours with a value; an empty one where it takes none. */
    record Option(String name, String value) implements Meaning {}

    /** A word, as if it were typed. */
    record Verb(String word) implements Meaning {}

    /** What is so in any case. */
    record Nothing() implements Meaning {}

    /** What cannot be had. */
    record Refused() implements Meaning {}

    /** The one that is typed so, or null. */
    static @Nullable SysdigOption of(String flag) {
        for (SysdigOption option : read()) {
            if (option.flag.equals(flag)) {
                return option;
            }
        }
        return null;
    }

    /** All that are known. */
    static List<SysdigOption> read() {
        return TableFile.rows(SysdigOption.class.getResourceAsStream(RESOURCE), RESOURCE, COLUMNS)
                .stream()
                .map(SysdigOption::row)
                .toList();
    }

    private static SysdigOption row(String[] cells) {
        return new SysdigOption(
                cells[0],
                !cells[1].equals("-"),
                meaning(cells[2]),
                cells[3].equals("-") ? null : cells[3]);
    }

    private static Meaning meaning(String text) {
        String[] words = text.split(" ", 2);
        return switch (words[0]) {
            case "nothing" -> new Nothing();
            case "refused" -> new Refused();
            case "verb" -> new Verb(words[1]);
            default -> new Option(words[0], words.length == 1 ? "" : words[1]);
        };
    }

    /** The value of an option of ours, with what was typed. */
    static String value(Option option, String typed) {
        return option.value().equals(VALUE) ? typed : option.value();
    }
}
