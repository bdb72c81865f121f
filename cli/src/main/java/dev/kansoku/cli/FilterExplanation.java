package dev.kansoku.cli;

import dev.kansoku.capture.KernelSplit;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.Reading;
import dev.kansoku.filter.explain.Explanation;
import java.util.ArrayList;
import java.util.List;

/** What {@code kansoku filter explain} prints. */
final class FilterExplanation {
    private FilterExplanation() {}

    static String of(WrittenFilter filter) throws Failure {
        EngineFields fields = new EngineFields(FieldOptions.text());
        Reading reading = filter.read(fields);
        Explanation explanation = Explanation.of(reading, fields);
        KernelSplit split = KernelSplit.of(WantedEvents.of(Filter.of(reading.plan(), fields)));
        if (split.forState().isEmpty() && split.dropped().isEmpty()) {
            explanation.section("kernel", List.of("decides nothing: any call can match"));
        } else {
            section(explanation, "kernel", "passes on, since they can match,", split.matching());
            section(explanation, "", "passes on, to know names and states,", split.forState());
            section(explanation, "", "drops", split.dropped());
        }
        return explanation.toString();
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
