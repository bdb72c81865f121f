// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import dev.kansoku.cli.console.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command line taken apart: options in any order, words between them, and after {@code --} a
 * command that is not looked into.
 *
 * @param values the arguments of the options that were given, by long name; an empty text for an
 *     option that takes none
 * @param words what is no option: the filter, or a verb such as {@code fields}
 * @param command what stands after {@code --}, or null where there is no {@code --}
 * @param notes what the user is told of flags of sysdig's that mean something else here
 */
public record Arguments(
        Map<String, List<String>> values,
        List<String> words,
        @Nullable List<String> command,
        List<String> notes) {

    /**
     * Takes a command line apart as getopt does: {@code -n5}, {@code -n 5}, {@code -qn 5}, {@code
     * --events=5} and {@code --events 5} are the same. A negative number is a word, since filters
     * have them.
     */
    public static Arguments parse(List<String> line) throws UsageException {
        return new ArgumentParser(line).parse();
    }

    /**
     * The same with other words and further options, each with its arguments.
     *
     * @param note what the user is told then, or null
     */
    public Arguments with(
            Map<String, List<String>> more, List<String> otherWords, @Nullable String note) {
        List<String> told = new ArrayList<>(notes);
        if (note != null) {
            told.add(note);
        }
        Map<String, List<String>> all = new HashMap<>(values);
        all.putAll(more);
        return new Arguments(all, List.copyOf(otherWords), command, List.copyOf(told));
    }

    public boolean has(String longName) {
        return values.containsKey(longName);
    }

    /** The argument of an option that is given at most once, or null where it was not given. */
    public @Nullable String value(String longName) {
        List<String> given = values.get(longName);
        return given == null ? null : given.getFirst();
    }

    public List<String> all(String longName) {
        return values.getOrDefault(longName, List.of());
    }

    /** The arguments of an option that takes names, none of which is empty. */
    public List<String> names(String option) throws UsageException {
        if (all(option).contains("")) {
            throw new UsageException("option --" + option + " needs a name, not \"\"");
        }
        return all(option);
    }

    /** The argument of an option, which is a number. */
    public long number(String option, long least, long most) throws UsageException {
        String text = value(option);
        return number(option, text == null ? "" : text, least, most);
    }

    /** A number that was given to an option. */
    public static long number(String option, String text, long least, long most)
            throws UsageException {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "option --" + option + " takes a number, not \"" + text + "\"");
        }
        throw new UsageException(
                "option --"
                        + option
                        + " takes a number from "
                        + least
                        + (most == Long.MAX_VALUE ? " on" : " to " + most)
                        + ", not "
                        + text);
    }
}
