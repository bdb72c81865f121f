// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One session of a user, as written in {@code src/test/cli}: keywords at the start of a line, one
 * blank line between cases.
 *
 * @param name what it shows, as a sentence
 * @param run a line for bash, in which {@code kansoku} is the command, {@code $MADE} a folder with
 *     made captures, {@code $KEPT} that of our own with their output, and {@code $CAPTURES} the
 *     folder of other tools', where there is one
 * @param needs {@code ebpf} where it observes live as root, a command such as {@code zsh} that has
 *     to be installed, several of these with blanks between, or empty
 * @param exit the exit status
 * @param stdout what standard output must contain; {@code (nothing)} where it must be empty
 * @param stderr the same for standard error
 * @param timeoutSeconds how long it may take
 */
record CommandLineCase(
        String name,
        String run,
        String needs,
        int exit,
        List<String> stdout,
        List<String> stderr,
        int timeoutSeconds) {
    static final String NOTHING = "(nothing)";
    private static final int KEYWORD_WIDTH = 8;
    private static final int USUAL_TIMEOUT = 120;

    static List<CommandLineCase> read(Path file) throws IOException {
        List<CommandLineCase> cases = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                block.add(line);
            } else if (!block.isEmpty()) {
                cases.add(parse(file, block));
                block.clear();
            }
        }
        if (!block.isEmpty()) {
            cases.add(parse(file, block));
        }
        return cases;
    }

    private static CommandLineCase parse(Path file, List<String> block) {
        String name = "";
        String run = "";
        String needs = "";
        int exit = 0;
        int timeout = USUAL_TIMEOUT;
        List<String> stdout = new ArrayList<>();
        List<String> stderr = new ArrayList<>();
        for (String line : block) {
            String keyword = line.substring(0, Math.min(KEYWORD_WIDTH, line.length())).strip();
            String value = line.length() > KEYWORD_WIDTH ? line.substring(KEYWORD_WIDTH) : "";
            switch (keyword) {
                case "NAME" -> name = value;
                case "RUN" -> run = value;
                case "NEEDS" -> needs = value;
                case "EXIT" -> exit = Integer.parseInt(value);
                case "STDOUT" -> stdout.add(value);
                case "STDERR" -> stderr.add(value);
                case "TIMEOUT" -> timeout = Integer.parseInt(value);
                default -> throw new IllegalArgumentException(file + ": no keyword: " + line);
            }
        }
        return new CommandLineCase(name, run, needs, exit, stdout, stderr, timeout);
    }

    boolean needsEbpf() {
        return words().contains("ebpf");
    }

    /** The commands that it needs. */
    List<String> needsCommands() {
        return words().stream().filter(word -> !word.equals("ebpf")).toList();
    }

    private List<String> words() {
        return needs.isEmpty() ? List.of() : List.of(needs.split(" ", -1));
    }

    boolean needsRealCaptures() {
        return run.contains("$CAPTURES");
    }
}
