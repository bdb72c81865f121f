// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code kansoku scap VERB}: what is done to captures as files. Each verb but {@code info} is short
 * for a replay that records.
 *
 * @param word the verb
 * @param files the captures that are read
 * @param output the one that is written, empty for {@code info}
 * @param filter what is left of the words
 */
public record ScapVerb(String word, List<String> files, String output, List<String> filter) {
    private static final String USAGE =
            """
            kansoku scap info FILE...
                   kansoku scap cut IN OUT [--from T] [--to T] ['FILTER']
                   kansoku scap merge OUT IN...
                   kansoku scap convert IN OUT [--compat YEAR]
                   kansoku scap repair IN OUT
                   kansoku scap redact IN OUT --redact WHAT...\
            """;

    private static final String OVERLAP =
            "the captures go on at the same time, so their processes share one table in the merged"
                    + " one; kansoku --merge -r A -r B reads them with a table for each";

    public static boolean isIn(Arguments arguments) {
        return !arguments.words().isEmpty()
                && arguments.words().getFirst().equals("scap")
                && !arguments.has("help");
    }

    /** The replay that such a verb is short for; any other command line as it is. */
    public static Arguments expanded(Arguments arguments) throws UsageException {
        if (!isIn(arguments)) {
            return arguments;
        }
        ScapVerb verb = read(arguments);
        return verb.word.equals("info") ? arguments : verb.asReplay(arguments);
    }

    public static ScapVerb read(Arguments arguments) throws UsageException {
        List<String> words = arguments.words();
        String word = words.size() < 2 ? "" : words.get(1);
        List<String> rest = words.subList(Math.min(2, words.size()), words.size());
        for (String option : List.of("read", "write")) {
            if (arguments.has(option)) {
                throw new UsageException(
                        "kansoku scap takes captures as words, without --" + option + ": " + USAGE);
            }
        }
        return switch (word) {
            case "info" -> {
                require(!rest.isEmpty());
                yield new ScapVerb(word, rest, "", List.of());
            }
            case "merge" -> {
                require(rest.size() >= 3);
                yield new ScapVerb(word, rest.subList(1, rest.size()), rest.getFirst(), List.of());
            }
            case "cut" -> {
                require(rest.size() >= 2);
                yield new ScapVerb(
                        word, rest.subList(0, 1), rest.get(1), rest.subList(2, rest.size()));
            }
            case "convert", "repair", "redact" -> {
                require(rest.size() == 2);
                yield new ScapVerb(word, rest.subList(0, 1), rest.get(1), List.of());
            }
            default -> throw new UsageException(USAGE);
        };
    }

    private static void require(boolean enough) throws UsageException {
        if (!enough) {
            throw new UsageException(USAGE);
        }
    }

    /** The replay that this is short for. */
    private Arguments asReplay(Arguments arguments) throws UsageException {
        Map<String, List<String>> options = new HashMap<>();
        options.put("read", files);
        options.put("write", List.of(output));
        switch (word) {
            case "cut" -> requireOne(arguments, !filter.isEmpty(), "from", "to", "last");
            case "convert" -> {
                if (!arguments.has("compat")) {
                    options.put("exits-only", List.of(""));
                }
            }
            case "merge" -> {
                MergeOrder order = MergeOrder.of(files);
                options.put("read", order.files());
                if (order.overlaps()) {
                    options.put("merge", List.of(""));
                    return arguments.with(options, filter, OVERLAP);
                }
            }
            case "redact" -> requireOne(arguments, false, "redact");
            default -> {}
        }
        return arguments.with(options, filter, null);
    }

    private void requireOne(Arguments arguments, boolean enough, String... options)
            throws UsageException {
        boolean any = enough;
        for (String option : options) {
            any |= arguments.has(option);
        }
        if (!any) {
            throw new UsageException(
                    "kansoku scap "
                            + word
                            + " needs --"
                            + String.join(", --", options)
                            + (word.equals("cut") ? " or a filter" : ""));
        }
    }
}
