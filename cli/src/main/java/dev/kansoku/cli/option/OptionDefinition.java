// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import org.jspecify.annotations.Nullable;

/**
 * One row of {@code options.tsv}.
 *
 * @param shortName one letter, or null
 * @param longName the name behind two dashes; it also is the key of the option's value
 * @param argument what its argument is called, or null where it takes none
 * @param group the heading that it stands under in the help
 * @param repeats whether it may be given several times
 * @param completion what a shell offers as its argument: a kind such as {@code files}, or words
 *     with {@code |} between; null for nothing
 * @param description for people
 */
public record OptionDefinition(
        @Nullable String shortName,
        String longName,
        @Nullable String argument,
        String group,
        boolean repeats,
        @Nullable String completion,
        String description) {

    /** How a message calls it: {@code -n}, or {@code --pid}. */
    public String label() {
        return shortName == null ? "--" + longName : "-" + shortName;
    }

    /** How the help shows it: {@code -n, --events N}. */
    public String usage() {
        return (shortName == null ? "    " : "-" + shortName + ", ")
                + "--"
                + longName
                + (argument == null ? "" : " " + argument);
    }
}
