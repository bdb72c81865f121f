// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.explain;

import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.Reading;
import dev.kansoku.filter.compile.FilterClass;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.plan.FieldTranslation;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.SysdigPrinter;
import dev.kansoku.filter.syntax.UntranslatableException;
import dev.kansoku.filter.syntax.WiresharkPrinter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a filter asks, for which events, and how: sections with a title and lines. */
public final class Explanation {
    private static final int TITLE = 14;

    /** How many names of a list are shown. */
    private static final int NAMES = 40;

    /** How wide lists of names run. */
    private static final int WIDTH = 100;

    private final StringBuilder text = new StringBuilder();

    /**
     * The dialect, the checks as a tree, what is left of them for each type of event, and the same
     * filter in the other dialect.
     *
     * @param catalogue the one that the filter was read with
     */
    public static Explanation of(Reading reading, FieldCatalogue<?> catalogue) {
        Explanation explanation = new Explanation();
        explanation.section(
                "dialect",
                List.of(
                        reading.dialect().word()
                                + (reading.inBoth() ? " (the other reads it the same way)" : "")));
        explanation.section("asks", PlanTree.lines(reading.plan().whole()));
        explanation.types(reading.plan());
        explanation.section(
                "evaluated",
                List.of(
                        FilterClass.fits(reading.plan())
                                ? "node by node, and after "
                                        + Filter.WORTH_A_CLASS
                                        + " events by a class made for it"
                                : "node by node: it has too many checks for a class"));
        explanation.inOtherDialect(reading, catalogue);
        return explanation;
    }

    /** One check in words; not what joins several. */
    public static String check(Plan check) {
        return Phrases.of(check);
    }

    /** A plan as an indented tree, a check a line. */
    public static List<String> tree(Plan plan) {
        return PlanTree.lines(plan);
    }

    private void inOtherDialect(Reading reading, FieldCatalogue<?> catalogue) {
        Dialect from = reading.dialect();
        Dialect to = from == Dialect.SYSDIG ? Dialect.WIRESHARK : Dialect.SYSDIG;
        FieldTranslation translation = new FieldTranslation(catalogue, from, to);
        String written;
        try {
            written =
                    switch (to) {
                        case SYSDIG -> SysdigPrinter.print(reading.expression(), from, translation);
                        case WIRESHARK ->
                                WiresharkPrinter.print(reading.expression(), from, translation);
                    };
        } catch (UntranslatableException e) {
            written = "has no form for " + e.getMessage();
        }
        section(to.word(), List.of(written));
    }

    /** Adds a section. */
    public Explanation section(String title, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String begin = i == 0 ? title : "";
            text.append(begin)
                    .append(" ".repeat(Math.max(1, TITLE - begin.length())))
                    .append(lines.get(i))
                    .append('\n');
        }
        return this;
    }

    private void types(TypedPlan plan) {
        int types = 0;
        for (int code = 0; code < EventTable.size(); code++) {
            types += isShown(code) && plan.remainderOf().get(code) != TypedPlan.NEVER ? 1 : 0;
        }
        int all = (int) EventTable.all().stream().filter(type -> isShown(type.code())).count();
        section("event types", List.of(types == all ? "every type" : types + " of " + all));
        if (types == all && plan.remainders().size() <= TypedPlan.ALWAYS + 2) {
            return;
        }
        for (int i = TypedPlan.ALWAYS; i < plan.remainders().size(); i++) {
            List<String> lines = new ArrayList<>(wrapped(names(plan, i)));
            if (lines.isEmpty()) {
                continue;
            }
            Plan remainder = plan.remainders().get(i);
            if (i != TypedPlan.ALWAYS) {
                PlanTree.lines(remainder).forEach(line -> lines.add("  " + line));
            } else {
                lines.add("  every one matches");
            }
            section("", lines);
        }
    }

    private static boolean isShown(int code) {
        return !EventTable.type(code).has(EventFlag.UNUSED);
    }

    private static Set<String> names(TypedPlan plan, int remainder) {
        Set<String> names = new LinkedHashSet<>();
        for (EventType type : EventTable.all()) {
            if (plan.remainderOf().get(type.code()) == remainder && isShown(type.code())) {
                names.add(type.isGeneric() ? "calls without a type of their own" : type.name());
            }
        }
        return names;
    }

    /** Names with commas between, broken into lines. */
    public static List<String> wrapped(Iterable<String> names) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        List<String> shown = new ArrayList<>();
        int left = 0;
        for (String name : names) {
            left += shown.size() == NAMES ? 1 : 0;
            if (shown.size() < NAMES) {
                shown.add(name);
            }
        }
        if (left > 0) {
            shown.add("and " + left + " others");
        }
        for (String name : shown) {
            if (!line.isEmpty() && line.length() + name.length() + 2 > WIDTH - TITLE) {
                lines.add(line.append(',').toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : ", ").append(name);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
