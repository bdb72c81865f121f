// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.request.RulesVerb;
import dev.kansoku.cli.request.RulesVerb.What;
import dev.kansoku.cli.rule.RulesExplain;
import dev.kansoku.rules.starter.StarterRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code kansoku rules VERB}. */
final class RulesReader {
    private static final String USAGE =
            """
            kansoku rules check FILE_OR_FOLDER... [-j]
                   kansoku rules list [FILE_OR_FOLDER...] [-j]
                   kansoku rules describe [FILE_OR_FOLDER...] NAME... [-j]
                   kansoku rules test FILE_OR_FOLDER... [-j]
                   kansoku rules explain [FILE_OR_FOLDER...] RULE EVENT -r CAPTURE [-j]\
            """;

    private RulesReader() {}

    /** What is asked for, or null where the words are something else. */
    static @Nullable Request read(Arguments arguments) throws UsageException {
        List<String> words = arguments.words();
        if (words.isEmpty() || !words.getFirst().equals("rules")) {
            return null;
        }
        boolean json = arguments.has("json");
        if (words.size() > 1 && words.get(1).equals("explain") && arguments.command() == null) {
            return new Request.RuleExplained(
                    RulesExplain.read(words.subList(2, words.size()), arguments));
        }
        if (words.size() < 2
                || arguments.command() != null
                || arguments.values().size() > (json ? 1 : 0)) {
            throw new UsageException(USAGE);
        }
        List<String> rest = words.subList(2, words.size());
        return switch (words.get(1)) {
            case "check" -> of(What.CHECK, rest, json);
            case "list" -> of(What.LIST, rest, json);
            case "describe" -> of(What.DESCRIBE, rest, json);
            case "test" -> tests(rest, json);
            default -> throw new UsageException(USAGE);
        };
    }

    /** Words are files, but for the names behind those that a description is asked of. */
    private static Request.Rules of(What what, List<String> words, boolean json)
            throws UsageException {
        List<Path> files = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String word : words) {
            boolean file = what != What.DESCRIBE || isFile(word);
            if (file) {
                files.add(Path.of(word));
            } else {
                names.add(word);
            }
        }
        if (what == What.CHECK ? files.isEmpty() : what == What.DESCRIBE && names.isEmpty()) {
            throw new UsageException(USAGE);
        }
        if (files.isEmpty()) {
            files.add(Path.of(StarterRules.NAME));
        }
        return new Request.Rules(new RulesVerb(what, files, names, json));
    }

    private static Request.RuleTests tests(List<String> words, boolean json) throws UsageException {
        if (words.isEmpty()) {
            throw new UsageException(USAGE);
        }
        return new Request.RuleTests(words.stream().map(Path::of).toList(), json);
    }

    private static boolean isFile(String word) {
        return word.equals(StarterRules.NAME)
                || (word.indexOf('\0') < 0 && Files.exists(Path.of(word)))
                || word.endsWith(".yaml")
                || word.endsWith(".yml");
    }
}
