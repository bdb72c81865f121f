// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.help;

import dev.kansoku.cli.option.OptionDefinition;
import dev.kansoku.cli.option.OptionTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code --help} prints, made from the table of options. */
public final class HelpText {
    private static final String OPTIONS = "%options ";
    private static final int COLUMN = 26;
    private static final int WIDTH = 100;

    private static final String HEAD =
            """
            Kansoku sees, records, replays and filters what processes do on Linux, through their system calls.

            kansoku [OPTIONS] [FILTER] -- COMMAND [ARGUMENT...]   run a command and print its system calls and its children's
            kansoku [OPTIONS] [FILTER]                            observe what the options say, else the whole machine
            kansoku [OPTIONS] -r FILE [FILTER]                    replay a capture
            kansoku report NAME [ARGUMENT...] [-r FILE] [FILTER]  make a report; -cl lists them
            kansoku metrics [--by FIELDS] [--port N] [FILTER]     count for Prometheus, of this machine or with -r of a capture
            kansoku detect --rules PATH [-r FILE] [FILTER]        show events to rules, Falco's or others, and print alerts
            kansoku index FILE...                                 make FILE.kix: counts, times, and where reading can begin
            kansoku fields [CLASS|NAME] [-j]                      list the fields that filters and formats know
            kansoku events [NAME] [-j]                            list the events and their parameters
            kansoku filter explain FILTER                         say what a filter asks, and of which events
            kansoku rules check|list|describe [FILE...] [-j]      say what is wrong with rule files, which rules they have, what a rule asks
            kansoku rules test FILE_OR_FOLDER... [-j]             run tests of rules: events in, alerts that must come of them
            kansoku scap info|cut|merge|... FILE...                say what captures hold, or make others of them
            kansoku doctor [-j]                                   say what a live capture could do here, and what is missing
            kansoku completion bash|zsh|fish                      print a script that makes the shell complete all this
            kansoku man                                           print the manual page: kansoku man | man -l -
            """;

    private static final String TAIL =
            """

            FILTER is written in sysdig's language, in one word or several: proc.name=cat and fd.name startswith /etc,
            or in Wireshark's: 'proc.name == "cat" && fd.name matches "^/etc"'. --dialect decides where both could be meant.
            Events go to standard output, and COMMAND's own output to standard error; with -o COMMAND keeps its output.
            Live capture uses eBPF where the machine permits, which needs root or CAP_BPF and CAP_PERFMON;
            else ptrace, which needs no rights and takes a COMMAND or --pid. Ctrl-C ends with a summary.

            kansoku COMMAND --help says more of a command, such as kansoku report --help.

            Exit status: COMMAND's own (128+N for signal N); 0 where there is no COMMAND and all went well;
              2 wrong option, filter or format; 125 Kansoku failed, or a capture could not be read to its end;
              126 COMMAND is not executable; 127 COMMAND was not found.
            """;

    private HelpText() {}

    /** The lines that say how the command is called, what it does then behind them. */
    static List<String> usage() {
        return HEAD.lines().filter(line -> line.startsWith("kansoku ")).toList();
    }

    /** What is to be known beside the options, in lines. */
    static List<String> notes() {
        return TAIL.lines().toList();
    }

    /**
     * What there is to say of one command, such as {@code report}; null where it has no page of its
     * own. A line {@code %options} names options, whose rows are put in its place.
     */
    public static @Nullable String of(String command) {
        if (!command.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return null;
        }
        try (InputStream in = HelpText.class.getResourceAsStream("command/" + command + ".txt")) {
            return in == null ? null : page(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the help of " + command, e);
        }
    }

    private static String page(String template) {
        StringBuilder text = new StringBuilder();
        for (String line : template.lines().toList()) {
            if (!line.startsWith(OPTIONS)) {
                text.append(line).append('\n');
                continue;
            }
            text.append("Options, among others that kansoku --help lists:\n");
            List<String> named = List.of(line.substring(OPTIONS.length()).split(" ", -1));
            OptionTable.all().stream()
                    .filter(option -> named.contains(option.longName()))
                    .forEach(option -> row(text, option));
        }
        return text.toString();
    }

    public static String text() {
        StringBuilder text = new StringBuilder(HEAD);
        String group = "";
        for (OptionDefinition option : OptionTable.all()) {
            if (!option.group().equals(group)) {
                group = option.group();
                text.append('\n').append(group).append(":\n");
            }
            row(text, option);
        }
        return text.append(TAIL).toString();
    }

    private static void row(StringBuilder text, OptionDefinition option) {
        String usage = "  " + option.usage();
        text.append(usage).append(" ".repeat(Math.max(1, COLUMN - usage.length())));
        int width = Math.max(COLUMN, usage.length() + 1);
        for (String word : option.description().split(" ", -1)) {
            if (width + word.length() > WIDTH) {
                text.append('\n').append(" ".repeat(COLUMN));
                width = COLUMN;
            } else if (width > COLUMN) {
                text.append(' ');
                width++;
            }
            text.append(word);
            width += word.length();
        }
        text.append('\n');
    }
}
