// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.detect;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.convert.ExitsOnly;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.alert.AlertForm;
import dev.kansoku.rules.alert.AlertJson;
import dev.kansoku.rules.alert.AlertMaker;
import dev.kansoku.rules.alert.AlertText;
import dev.kansoku.rules.alert.AlertTime;
import dev.kansoku.rules.alert.Secrets;
import dev.kansoku.rules.load.LoadOptions;
import dev.kansoku.rules.load.LoadResult;
import dev.kansoku.rules.load.RuleLoader;
import dev.kansoku.rules.match.FusedMatcher;
import dev.kansoku.rules.match.Matching;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a capture to rules, as {@code kansoku detect -r} does, after a rehearsal as it is live,
 * which is to change nothing.
 */
final class Replay {
    private static final EngineFields TEXT =
            new EngineFields(FieldOptions.text().withZone(ZoneOffset.UTC).withNames(false));
    private static final EngineFields TYPED =
            new EngineFields(FieldOptions.json().withZone(ZoneOffset.UTC).withNames(false));

    private Replay() {}

    /**
     * The alerts that come of it.
     *
     * @param enters whether beginnings of calls are shown as older captures have them
     * @param hostname said in alerts
     * @param behind what stands behind each rule's output
     */
    static List<Alert> alerts(
            Path capture,
            List<Path> rules,
            LoadOptions options,
            boolean enters,
            String hostname,
            String behind)
            throws IOException, FilterException {
        LoadResult loaded = new RuleLoader(TEXT, options).load(rules);
        if (!loaded.ok()) {
            throw new IllegalArgumentException("rules are wrong: " + loaded.errors());
        }
        List<Alert> alerts = new ArrayList<>();
        AlertMaker maker =
                new AlertMaker(TEXT, TYPED, Secrets.USUAL, hostname, behind, alerts::add);
        maker.prepare(loaded.rules());
        FusedMatcher matcher = new FusedMatcher(loaded.rules(), TEXT, Matching.FIRST);
        AlertTime time = new AlertTime(ZoneOffset.UTC, true);
        Rehearsal.play(
                matcher,
                loaded.rules(),
                maker,
                List.of(new AlertText(time), new AlertJson(time, true, true)));
        EventSource events = new ScapSource(List.of(capture.toString()));
        try (EventSource source = enters ? events : new ExitsOnly(events, matcher.eventTypes())) {
            new Pipeline(
                            source,
                            new EventContext(),
                            _ -> true,
                            matcher.eventTypes(),
                            new Detector(
                                    matcher, maker, enters ? Beginnings.APART : Beginnings.HIDDEN))
                    .run();
        }
        return alerts;
    }

    /** Alerts as lines. */
    static String text(List<Alert> alerts, AlertForm form) {
        TextBuffer out = new TextBuffer();
        for (Alert alert : alerts) {
            form.write(alert, out);
            out.put('\n');
        }
        return out.toString();
    }
}
