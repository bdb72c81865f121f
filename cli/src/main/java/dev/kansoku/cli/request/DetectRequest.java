// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.option.OptionDefinition;
import dev.kansoku.cli.option.OptionTable;
import dev.kansoku.rules.Priority;
import dev.kansoku.rules.load.Choice;
import dev.kansoku.rules.match.Matching;
import dev.kansoku.rules.output.OutputSpec;
import dev.kansoku.rules.starter.StarterRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kansoku detect} asks for.
 *
 * @param rules files and folders of rules, in order
 * @param choices what turns rules on and off, after the files have
 * @param minimum rules that matter less are left out
 * @param matching how many rules an event is told to match
 * @param iso whether alerts begin with date and time in UTC
 * @param containers whether alerts say the container behind what their rule says
 * @param secretsShown whether passwords, tokens and keys are not masked
 * @param enters whether beginnings of calls in older captures are shown to rules as they are
 * @param profile whether what rules cost is counted and printed
 * @param without which of the keys are left out of alerts as JSON
 * @param outputs where alerts go; empty where they are printed
 * @param correlation what is asked for beyond single events
 * @param setup the configuration, which all of this is part of or wins over
 */
public record DetectRequest(
        List<String> rules,
        List<Choice> choices,
        Priority minimum,
        Matching matching,
        boolean iso,
        boolean containers,
        boolean secretsShown,
        boolean enters,
        boolean profile,
        List<String> without,
        List<OutputSpec> outputs,
        CorrelationRequest correlation,
        DetectConfig setup) {
    static final String VERB = "detect";

    /** The heading of options.tsv under which its options stand. */
    private static final String GROUP = "Detection";

    private static final List<String> KEYS = List.of("output", "tags");

    /** Options that say how events are shown, which are not shown here. */
    private static final List<String> OF_EVENTS =
            List.of("format", "csv", "tsv", "report", "stacks", "write", "summary");

    public DetectRequest {
        rules = List.copyOf(rules);
        choices = List.copyOf(choices);
        without = List.copyOf(without);
        outputs = List.copyOf(outputs);
    }

    /** What is asked for, or null where it is something else. */
    public static @Nullable DetectRequest read(Arguments arguments, DetectConfig setup)
            throws UsageException {
        if (arguments.words().isEmpty() || !arguments.words().getFirst().equals(VERB)) {
            for (OptionDefinition option : OptionTable.all()) {
                if (option.group().equals(GROUP) && arguments.has(option.longName())) {
                    throw new UsageException(
                            "option " + option.label() + " is for kansoku " + VERB);
                }
            }
            return null;
        }
        for (String option : OF_EVENTS) {
            if (arguments.has(option)) {
                throw new UsageException(
                        "option --" + option + " is for events: kansoku detect prints alerts");
            }
        }
        if (arguments.has("enters") && !arguments.has("read")) {
            throw new UsageException("option --enters is for a replay (-r); --entry is its like");
        }
        return new DetectRequest(
                arguments.all("rules").isEmpty()
                        ? List.of(StarterRules.NAME)
                        : arguments.names("rules"),
                choices(arguments),
                minimum(arguments),
                matching(arguments),
                arguments.has("time-iso"),
                !arguments.has("no-container-output"),
                arguments.has("show-secrets"),
                arguments.has("enters"),
                arguments.has("profile"),
                without(arguments),
                OutputReader.read(arguments, setup),
                CorrelationRequest.read(arguments),
                setup);
    }

    private static List<Choice> choices(Arguments arguments) throws UsageException {
        List<String> parts = arguments.names("disable-rule");
        List<String> off = arguments.names("disable-tag");
        List<String> only = arguments.names("tag");
        if (!only.isEmpty() && !(parts.isEmpty() && off.isEmpty())) {
            throw new UsageException(
                    "option --tag names the rules that are used: --disable-rule and --disable-tag"
                            + " cannot stand beside it");
        }
        if (!only.isEmpty()) {
            return Choice.onlyTags(only);
        }
        List<Choice> choices = new ArrayList<>();
        parts.forEach(part -> choices.add(Choice.disableContaining(part)));
        off.forEach(tag -> choices.add(Choice.disableTag(tag)));
        return choices;
    }

    private static Priority minimum(Arguments arguments) throws UsageException {
        String name = arguments.value("priority");
        Priority priority = name == null ? Priority.DEBUG : Priority.named(name);
        if (priority == null) {
            throw new UsageException(
                    "option --priority takes "
                            + Arrays.stream(Priority.values())
                                    .map(one -> one.text().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", "))
                            + ", not \""
                            + name
                            + "\"");
        }
        return priority;
    }

    private static Matching matching(Arguments arguments) throws UsageException {
        String name = arguments.value("rule-matching");
        if (name == null) {
            return Matching.FIRST;
        }
        return switch (name) {
            case "first" -> Matching.FIRST;
            case "all" -> Matching.ALL;
            default ->
                    throw new UsageException(
                            "option --rule-matching takes first or all, not \"" + name + "\"");
        };
    }

    private static List<String> without(Arguments arguments) throws UsageException {
        List<String> keys = new ArrayList<>();
        for (String list : arguments.all("json-without")) {
            keys.addAll(List.of(list.split(",", -1)));
        }
        for (String key : keys) {
            if (!KEYS.contains(key)) {
                throw new UsageException(
                        "option --json-without takes output or tags, not \"" + key + "\"");
            }
        }
        return keys;
    }
}
