// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.option;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.filter.syntax.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a command line apart, as getopt does; see {@link Arguments#parse}. Used once. */
final class ArgumentParser {
    /** The group of options that are for detection alone, and the verbs that take them. */
    private static final String DETECTION = "Detection";

    private static final List<String> DETECTING = List.of("detect", "rules");

    private final List<String> line;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> words = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable List<String> command;

    /** The verb of a flag that asks for a list. */
    private @Nullable String list;

    /** The next word. */
    private int at;

    ArgumentParser(List<String> line) {
        this.line = line;
    }

    Arguments parse() throws UsageException {
        while (at < line.size() && command == null) {
            String word = line.get(at++);
            if (word.equals("--")) {
                command = List.copyOf(line.subList(at, line.size()));
            } else if (word.startsWith("--")) {
                longOption(word);
            } else if (isShortOption(word)) {
                shortOptions(word);
            } else if (word.equals(ReportWords.OPTION)
                    && words.isEmpty()
                    && at < line.size()
                    && !isHelp(line.get(at))) {
                report(line.get(at++));
            } else {
                words.add(word);
            }
        }
        return SysdigHabits.settle(values, words, command, notes, list);
    }

    private static boolean isHelp(String word) {
        return word.equals("-h") || word.equals("--help");
    }

    private static boolean isShortOption(String word) {
        return word.length() > 1
                && word.charAt(0) == '-'
                && !Character.isDigit(word.charAt(1))
                && word.charAt(1) != '.';
    }

    private void longOption(String word) throws UsageException {
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        String attached = equals < 0 ? null : word.substring(equals + 1);
        OptionDefinition option = OptionTable.byLongName(name);
        if (option == null) {
            sysdigOption("--" + name, attached);
            return;
        }
        if (option.argument() == null) {
            if (attached != null) {
                throw new UsageException("option --" + name + " takes no argument");
            }
            add(option, "");
        } else {
            argument(option, attached == null ? next(option) : attached);
        }
    }

    private void shortOptions(String word) throws UsageException {
        for (int i = 1; i < word.length(); i++) {
            OptionDefinition option = option(word.charAt(i));
            String attached = i + 1 < word.length() ? word.substring(i + 1) : null;
            if (option == null) {
                // sysdig's -Il and -lv are flags of two letters
                boolean whole = i == 1 && SysdigOption.of(word) != null;
                String flag = whole ? word : "-" + word.charAt(i);
                if (sysdigOption(flag, whole ? null : attached) || whole) {
                    return;
                }
            } else if (option.argument() == null) {
                add(option, "");
            } else {
                argument(option, attached == null ? next(option) : attached);
                return;
            }
        }
    }

    /** The option of a letter; of those of detection alone sysdig has flags that mean another. */
    private @Nullable OptionDefinition option(char letter) {
        OptionDefinition option = OptionTable.byShortName(letter);
        boolean other =
                option != null
                        && option.group().equals(DETECTION)
                        && DETECTING.stream().noneMatch(line::contains)
                        && SysdigOption.of("-" + letter) != null;
        return other ? null : option;
    }

    /**
     * Takes a flag of sysdig's for what it is here.
     *
     * @param attached what stands behind it in the same word, or null
     * @return whether it took an argument
     */
    private boolean sysdigOption(String flag, @Nullable String attached) throws UsageException {
        SysdigOption option = SysdigOption.of(flag);
        if (option == null) {
            throw new UsageException(unknown(flag));
        }
        String argument = "";
        if (option.argument()) {
            if (attached == null && (at >= line.size() || line.get(at).equals("--"))) {
                throw new UsageException("option " + flag + " needs an argument");
            }
            argument = attached == null ? line.get(at++) : attached;
        }
        String note = option.note();
        if (option.meaning() instanceof SysdigOption.Refused) {
            throw new UsageException("option " + flag + ": " + note);
        }
        if (note != null) {
            notes.add(flag + ": " + note);
        }
        if (option.meaning() instanceof SysdigOption.Verb verb) {
            list = verb.word();
        } else if (option.meaning() instanceof SysdigOption.Option ours) {
            OptionDefinition definition = OptionTable.byLongName(ours.name());
            if (definition == null) {
                throw new IllegalStateException("no option --" + ours.name());
            }
            add(definition, SysdigOption.value(ours, argument));
        }
        return option.argument();
    }

    /** Takes the argument of an option, and with a report what is the report's. */
    private void argument(OptionDefinition option, String argument) throws UsageException {
        if (option.longName().equals(ReportWords.OPTION)) {
            report(argument);
        } else {
            add(option, argument);
        }
    }

    private void report(String name) throws UsageException {
        String value = ReportWords.value(name, line, at);
        values.computeIfAbsent(ReportWords.OPTION, option -> new ArrayList<>()).add(value);
        at += ReportWords.taken(value);
    }

    private String next(OptionDefinition option) throws UsageException {
        if (at >= line.size() || line.get(at).equals("--")) {
            throw new UsageException(
                    "option " + option.label() + " needs an argument: " + option.usage().strip());
        }
        return line.get(at++);
    }

    private void add(OptionDefinition option, String value) throws UsageException {
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
