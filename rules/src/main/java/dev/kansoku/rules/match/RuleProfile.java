// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

import dev.kansoku.filter.explain.Explanation;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.rules.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a rule and its checks cost. */
public final class RuleProfile {
    private final Rule rule;
    private final Cost cost = new Cost();
    private final Map<Plan, Cost> checks = new LinkedHashMap<>();

    /**
     * What one check of a rule costs.
     *
     * @param text what is asked, in words
     */
    public record Check(String text, Cost cost) {}

    RuleProfile(Rule rule) {
        this.rule = rule;
    }

    Cost of(Plan check) {
        return checks.computeIfAbsent(check, _ -> new Cost());
    }

    public Rule rule() {
        return rule;
    }

    public Cost cost() {
        return cost;
    }

    /** Its checks that were asked, the most expensive first. */
    public List<Check> checks() {
        List<Check> asked = new ArrayList<>();
        checks.forEach(
                (plan, of) -> {
                    if (of.asked() > 0) {
                        asked.add(new Check(Explanation.check(plan), of));
                    }
                });
        asked.sort(Comparator.comparingLong((Check check) -> check.cost().nanos()).reversed());
        return asked;
    }
}
