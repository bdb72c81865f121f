// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.capture.KernelFilter;
import dev.kansoku.capture.KernelShare;
import dev.kansoku.capture.KernelSplit;
import dev.kansoku.capture.LiveCapture;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.request.WrittenFilter;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.Reading;
import dev.kansoku.filter.explain.Explanation;
import dev.kansoku.filter.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** What {@code kansoku filter explain} prints. */
final class FilterExplanation {
    private FilterExplanation() {}

    static String of(WrittenFilter filter) throws Failure {
        EngineFields fields = new EngineFields(FieldOptions.text());
        Reading reading = filter.read(fields);
        Explanation explanation = Explanation.of(reading, fields);
        WantedEvents wanted = WantedEvents.of(Filter.of(reading.plan(), fields));
        KernelSplit split = KernelSplit.of(wanted);
        KernelShare share = KernelShare.of(reading.plan(), fields);
        int asked = wanted.kernel().calls(false);
        int failures = wanted.kernel().calls(true);
        if (split.forState().isEmpty() && split.dropped().isEmpty()) {
            explanation.section(
                    "kernel",
                    List.of(
                            asked == 0
                                    ? "decides nothing: any call can match"
                                    : "drops no call by its number: any can match"));
        } else {
            section(explanation, "kernel", "passes on, since they can match,", split.matching());
            section(explanation, "", "passes on, to know names and states,", split.forState());
            section(explanation, "", "drops", split.dropped());
        }
        if (asked > 0) {
            String calls = asked + (asked == 1 ? " call" : " calls") + " at their end";
            if (!share.kernel().isEmpty()) {
                checks(explanation, "", "asks " + calls, checks(share.kernel()));
            }
            if (!share.found().isEmpty()) {
                checks(
                        explanation,
                        "",
                        "asks "
                                + (share.kernel().isEmpty() ? calls : "them")
                                + " for what Java has found out at an earlier event of the thread"
                                + " or the fd",
                        checks(share.found()));
            }
        } else if (!share.kernel().isEmpty() || !share.found().isEmpty()) {
            explanation.section("", List.of("asks nothing more: " + whyNothing(reading)));
        }
        if (failures > 0) {
            explanation.section(
                    "",
                    List.of(
                            "asks the same of "
                                    + failures
                                    + " calls for names and states where they have failed"));
        }
        int without = LiveCapture.callsWithoutRoom(wanted.kernel());
        if (without > 0) {
            explanation.section(
                    "",
                    List.of(
                            "asks nothing of "
                                    + without
                                    + " of these calls: there is room for "
                                    + LiveCapture.MOST_CHECKS
                                    + " checks, and the filter needs more"));
        }
        if (!share.java().isEmpty()) {
            checks(
                    explanation,
                    "Java alone",
                    "decides",
                    share.java().entrySet().stream()
                            .map(
                                    entry ->
                                            Explanation.check(entry.getKey())
                                                    + ": "
                                                    + entry.getValue())
                            .toList());
        }
        return explanation.toString();
    }

    private static List<String> checks(List<Plan> checks) {
        return checks.stream().map(Explanation::check).toList();
    }

    private static String whyNothing(Reading reading) {
        return KernelFilter.countsEvents(reading.plan())
                ? "the filter counts or times events, so that Java has to see them"
                : "no event can be left out by what the kernel knows, or the state needs them all";
    }

    private static void checks(
            Explanation explanation, String title, String what, List<String> checks) {
        List<String> lines = new ArrayList<>();
        lines.add(what + ":");
        checks.forEach(check -> lines.add("  " + check));
        explanation.section(title, lines);
    }

    private static void section(
            Explanation explanation, String title, String what, List<String> calls) {
        List<String> lines = new ArrayList<>();
        lines.add(what + " " + calls.size() + (calls.size() == 1 ? " call:" : " calls:"));
        for (String line : Explanation.wrapped(calls)) {
            lines.add("  " + line);
        }
        explanation.section(title, lines);
    }
}
