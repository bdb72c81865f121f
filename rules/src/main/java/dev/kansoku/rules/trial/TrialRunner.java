// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.convert.ExitsOnly;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Nearest;
import dev.kansoku.rules.MatchFields;
import dev.kansoku.rules.MatchValues;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.alert.AlertMaker;
import dev.kansoku.rules.alert.Secrets;
import dev.kansoku.rules.correlate.CorrelationOptions;
import dev.kansoku.rules.correlate.Correlator;
import dev.kansoku.rules.detect.Beginnings;
import dev.kansoku.rules.detect.Detector;
import dev.kansoku.rules.match.FusedMatcher;
import dev.kansoku.rules.match.Matching;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs tests, each on a state of its own. Not thread-safe. */
public final class TrialRunner {
    private static final String HOSTNAME = "test";

    private final FieldCatalogue<EventContext> fields;
    private final FieldCatalogue<EventContext> typed;
    private final Secrets secrets;

    /**
     * @param fields as text for people has them, and as the rules were loaded with
     * @param typed as programs read them
     * @param secrets what alerts mask
     */
    public TrialRunner(
            FieldCatalogue<EventContext> fields,
            FieldCatalogue<EventContext> typed,
            Secrets secrets) {
        this.fields = fields;
        this.typed = typed;
        this.secrets = secrets;
    }

    /** Runs a test of these rules. */
    public TrialResult run(Trial trial, List<Rule> rules) {
        List<String> unknown = unknownRules(trial, rules);
        if (!unknown.isEmpty()) {
            return new TrialResult(trial, unknown, 0);
        }
        List<Alert> alerts = new ArrayList<>();
        try (EventSource source = source(trial.happening())) {
            List<String> faults = play(source, rules, alerts);
            List<String> differences = new ArrayList<>(Judgement.differences(trial, alerts));
            differences.addAll(faults);
            return new TrialResult(trial, differences, alerts.size());
        } catch (IOException | FilterException e) {
            return new TrialResult(
                    trial, List.of("it cannot be run: " + e.getMessage()), alerts.size());
        }
    }

    private List<String> play(EventSource source, List<Rule> rules, List<Alert> alerts)
            throws IOException, FilterException {
        MatchValues values = new MatchValues();
        Correlator correlator =
                new Correlator(fields, values, CorrelationOptions.USUAL, alerts::add);
        AlertMaker maker =
                new AlertMaker(
                        new MatchFields(fields, values),
                        new MatchFields(typed, values),
                        secrets,
                        HOSTNAME,
                        correlator);
        List<Rule> matched = correlator.prepare(rules);
        maker.prepare(rules);
        correlator.to(maker);
        FusedMatcher matcher = new FusedMatcher(matched, fields, Matching.ALL);
        new Pipeline(
                        new ExitsOnly(source, matcher.eventTypes()),
                        new EventContext(),
                        _ -> true,
                        matcher.eventTypes(),
                        correlator.before(
                                new Detector(matcher, correlator, Beginnings.HIDDEN), null))
                .run();
        correlator.end();
        return source.faults();
    }

    private static EventSource source(Trial.Happening happening) {
        return switch (happening) {
            case Trial.Happening.Captured(var file) -> new ScapSource(List.of(file.toString()));
            case Trial.Happening.Acted(var actors, var events) -> new ActedSource(actors, events);
        };
    }

    /** A misspelled rule would never be told of. */
    private static List<String> unknownRules(Trial trial, List<Rule> rules) {
        List<String> names = rules.stream().map(Rule::name).toList();
        List<String> unknown = new ArrayList<>();
        for (Trial.Expected expected : trial.expected()) {
            if (!names.contains(expected.rule())) {
                String meant = Nearest.to(expected.rule(), names);
                unknown.add(
                        expected.where()
                                + ": no rule \""
                                + expected.rule()
                                + "\""
                                + (meant == null ? "" : ", did you mean \"" + meant + "\"?"));
            }
        }
        return unknown;
    }
}
