package dev.kansoku.cli;

import dev.kansoku.filter.syntax.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
 */
record Arguments(
        Map<String, List<String>> values, List<String> words, @Nullable List<String> command) {

    /**
     * Takes a command line apart as getopt does: {@code -n5}, {@code -n 5}, {@code -qn 5}, {@code
     * --events=5} and {@code --events 5} are the same. A negative number is a word, since filters
     * have them.
     */
    static Arguments parse(List<String> line) throws UsageException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        List<String> command = null;
        int at = 0;
        while (at < line.size() && command == null) {
            String word = line.get(at++);
            if (word.equals("--")) {
                command = List.copyOf(line.subList(at, line.size()));
            } else if (word.startsWith("--")) {
                at = longOption(word, line, at, values);
            } else if (isShortOption(word)) {
                at = shortOptions(word, line, at, values);
            } else if (word.equals(ReportReader.OPTION) && words.isEmpty() && at < line.size()) {
                at = report(line.get(at), line, at + 1, values);
            } else {
                words.add(word);
            }
        }
        return new Arguments(values, List.copyOf(words), command);
    }

    /** The same with other words and further options, each with its arguments. */
    Arguments with(Map<String, List<String>> more, List<String> otherWords) {
        Map<String, List<String>> all = new HashMap<>(values);
        all.putAll(more);
        return new Arguments(all, List.copyOf(otherWords), command);
    }

    boolean has(String longName) {
        return values.containsKey(longName);
    }

    /** The argument of an option that is given at most once, or null where it was not given. */
    @Nullable String value(String longName) {
        List<String> given = values.get(longName);
        return given == null ? null : given.getFirst();
    }

    List<String> all(String longName) {
        return values.getOrDefault(longName, List.of());
    }

    /** The arguments of an option that takes names, none of which is empty. */
    List<String> names(String option) throws UsageException {
        if (all(option).contains("")) {
            throw new UsageException("option --" + option + " needs a name, not \"\"");
        }
        return all(option);
    }

    /** The argument of an option, which is a number. */
    long number(String option, long least, long most) throws UsageException {
        String text = value(option);
        return number(option, text == null ? "" : text, least, most);
    }

    /** A number that was given to an option. */
    static long number(String option, String text, long least, long most) throws UsageException {
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

    private static boolean isShortOption(String word) {
        return word.length() > 1
                && word.charAt(0) == '-'
                && !Character.isDigit(word.charAt(1))
                && word.charAt(1) != '.';
    }

    private static int longOption(
            String word, List<String> line, int at, Map<String, List<String>> values)
            throws UsageException {
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        OptionDefinition option = OptionTable.byLongName(name);
        if (option == null) {
            throw new UsageException(unknown("--" + name));
        }
        if (option.argument() == null) {
            if (equals >= 0) {
                throw new UsageException("option --" + name + " takes no argument");
            }
            add(option, "", values);
            return at;
        }
        if (equals >= 0) {
            return argument(option, word.substring(equals + 1), line, at, values);
        }
        return argument(option, next(option, line, at), line, at + 1, values);
    }

    /** Takes the argument of an option, and with a report what is the report's. */
    private static int argument(
            OptionDefinition option,
            String argument,
            List<String> line,
            int at,
            Map<String, List<String>> values)
            throws UsageException {
        if (option.longName().equals(ReportReader.OPTION)) {
            return report(argument, line, at, values);
        }
        add(option, argument, values);
        return at;
    }

    private static int report(
            String name, List<String> line, int at, Map<String, List<String>> values)
            throws UsageException {
        String value = ReportReader.value(name, line, at);
        values.computeIfAbsent(ReportReader.OPTION, option -> new ArrayList<>()).add(value);
        return at + ReportReader.taken(value);
    }

    private static int shortOptions(
            String word, List<String> line, int at, Map<String, List<String>> values)
            throws UsageException {
        for (int i = 1; i < word.length(); i++) {
            OptionDefinition option = OptionTable.byShortName(word.charAt(i));
            if (option == null) {
                throw new UsageException(unknown(i == 1 ? word : "-" + word.charAt(i)));
            }
            if (option.argument() == null) {
                add(option, "", values);
            } else if (i + 1 < word.length()) {
                return argument(option, word.substring(i + 1), line, at, values);
            } else {
                return argument(option, next(option, line, at), line, at + 1, values);
            }
        }
        return at;
    }

    private static String next(OptionDefinition option, List<String> line, int at)
            throws UsageException {
        if (at >= line.size() || line.get(at).equals("--")) {
            throw new UsageException(
                    "option " + option.label() + " needs an argument: " + option.usage().strip());
        }
        return line.get(at);
    }

    private static void add(OptionDefinition option, String value, Map<String, List<String>> values)
            throws UsageException {
        List<String> given = values.computeIfAbsent(option.longName(), name -> new ArrayList<>());
        if (!given.isEmpty() && !option.repeats() && option.argument() != null) {
            throw new UsageException("option " + option.label() + " is given twice");
        }
        given.add(value);
    }

    private static String unknown(String word) {
        List<String> names =
                OptionTable.all().stream().map(option -> "--" + option.longName()).toList();
        String nearest = Nearest.to(word.startsWith("--") ? word : "-" + word, names);
        return "no option "
                + word
                + (nearest == null ? "" : "; did you mean " + nearest + "?")
                + " (kansoku --help lists them)";
    }
}
