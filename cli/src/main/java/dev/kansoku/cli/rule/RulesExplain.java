// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.rule;

import dev.kansoku.cli.console.ExitStatus;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.JsonObject;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.console.OutputException;
import dev.kansoku.cli.console.Printable;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.convert.ExitsOnly;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Nearest;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.LoadResult;
import dev.kansoku.rules.load.LoadedRule;
import dev.kansoku.rules.load.ProblemText;
import dev.kansoku.rules.load.RuleLoader;
import dev.kansoku.rules.match.RuleExplanation;
import dev.kansoku.rules.starter.StarterRules;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code kansoku rules explain}: why a rule matches an event of a capture, or which check stops it.
 *
 * @param files with rules, in order
 * @param rule the name of the one that is asked about
 * @param event its number in the capture, as {@code evt.num} shows it
 * @param captures that are read until it comes
 */
public record RulesExplain(
        List<Path> files, String rule, long event, List<String> captures, boolean json) {
    /** The status where the rule does not match. */
    private static final int STOPPED = 1;

    private static final String USAGE =
            "kansoku rules explain [FILE_OR_FOLDER...] RULE EVENT -r CAPTURE [-j], EVENT being its"
                    + " evt.num";

    public RulesExplain {
        files = List.copyOf(files);
        captures = List.copyOf(captures);
    }

    /**
     * Reads what stands behind the verb.
     *
     * @param words files, the rule's name, the event's number
     */
    public static RulesExplain read(List<String> words, Arguments arguments) throws UsageException {
        List<String> captures = arguments.all("read");
        int last = words.size() - 1;
        if (last < 1
                || captures.isEmpty()
                || !words.get(last).chars().allMatch(c -> c >= '0' && c <= '9')
                || words.get(last).length() > 18) {
            throw new UsageException(USAGE);
        }
        List<Path> files = new ArrayList<>();
        for (String word : words.subList(0, last - 1)) {
            files.add(Path.of(word));
        }
        if (files.isEmpty()) {
            files.add(Path.of(StarterRules.NAME));
        }
        return new RulesExplain(
                files,
                words.get(last - 1),
                Long.parseLong(words.get(last)),
                captures,
                arguments.has("json"));
    }

    public int run(PrintStream notes) throws UsageException, Failure, OutputException {
        EngineFields fields = new EngineFields(FieldOptions.text());
        LoadResult rules = new RuleLoader(fields, LoadOptions.ALL).load(files);
        notes.print(ProblemText.of(rules.errors()));
        Rule asked = find(rules);
        Found found = find(asked, fields);
        if (found == null) {
            throw new Failure(
                    ExitStatus.FAILURE, "there is no event " + event + " in what was read");
        }
        Output.print(json ? json(found) : text(found));
        return found.explanation.matches() ? ExitStatus.SUCCESS : STOPPED;
    }

    private Rule find(LoadResult rules) throws UsageException {
        LoadedRule loaded = rules.rule(rule);
        if (loaded == null) {
            String nearest =
                    Nearest.to(rule, rules.all().stream().map(one -> one.rule().name()).toList());
            throw new UsageException(
                    "no rule \""
                            + rule
                            + "\""
                            + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?"));
        }
        return loaded.rule();
    }

    /** The event's line, and what the rule makes of it. */
    private record Found(String line, RuleExplanation explanation) {}

    private @Nullable Found find(Rule asked, EngineFields fields) throws Failure {
        TextFormat<EventContext> format;
        try {
            format = TextFormat.compile(Selection.DEFAULT_FORMAT, fields);
        } catch (FilterException e) {
            throw new IllegalStateException("the default line", e);
        }
        List<Found> found = new ArrayList<>(1);
        EventContext context = new EventContext();
        try (ScapSource source = new ScapSource(captures)) {
            new Pipeline(
                            // as a detection is shown events
                            new ExitsOnly(source, asked.condition().eventTypes()),
                            context,
                            at -> {
                                if (at.event().number() < event) {
                                    return true;
                                }
                                if (at.event().number() == event) {
                                    TextBuffer line = new TextBuffer();
                                    format.write(at, line);
                                    found.add(
                                            new Found(
                                                    line.toString(),
                                                    RuleExplanation.of(asked, at, fields)));
                                }
                                return false;
                            })
                    .run();
        } catch (IOException e) {
            throw new Failure(ExitStatus.FAILURE, Printable.line("cannot read " + e.getMessage()));
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    private String text(Found found) {
        StringBuilder text = new StringBuilder(Printable.line(found.line)).append("\n\n");
        text.append('"')
                .append(Printable.line(rule))
                .append(found.explanation.matches() ? "\" matches it, since" : "\" is stopped by")
                .append('\n');
        found.explanation
                .because()
                .forEach(line -> text.append("    ").append(Printable.line(line)).append('\n'));
        text.append("\nAll that it asks (+ holds, - does not):\n");
        found.explanation
                .tree()
                .forEach(line -> text.append("    ").append(Printable.line(line)).append('\n'));
        return text.toString();
    }

    private String json(Found found) {
        return new JsonObject()
                        .put("rule", rule)
                        .put("event", event)
                        .put("matches", found.explanation.matches())
                        .putTexts("because", found.explanation.because())
                        .putTexts("tree", found.explanation.tree())
                + "\n";
    }
}
