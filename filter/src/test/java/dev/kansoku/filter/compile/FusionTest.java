// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.filter.TestFields;
import dev.kansoku.filter.interpret.Interpreter;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Resolver;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.plan.ValueExtractors;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FusionTest {
    private static final List<String> STAYING = List.of("proc.name", "proc.aname", "proc.pid");

    private final TestFields fields = new TestFields();
    private final Slots slots = new Slots(fields);
    private final ValueExtractors<Map<String, Object>> extractors = new ValueExtractors<>(fields);

    private Plan plan(String text) throws FilterException {
        Plan plan = new Resolver<>(fields, Dialect.SYSDIG, text).plan(SysdigParser.parse(text));
        return TypedPlan.of(plan, fields).whole();
    }

    private List<Plan> plans(String... texts) throws FilterException {
        List<Plan> plans = new ArrayList<>();
        for (String text : texts) {
            plans.add(plan(text));
        }
        return plans;
    }

    private static long[] ask(PlanSet<Map<String, Object>> set, Map<String, Object> event, int n) {
        long[] matched = new long[(n + 63) / 64];
        set.match(event, new long[100], new long[100], matched);
        return matched;
    }

    /** 40 sets of 1 to 80 filters with terms in common, each for 200 events of 3 processes. */
    @Test
    void saysOfEachPlanWhatItsInterpreterSays() throws FilterException {
        RandomFilters filters = new RandomFilters(20_261_126);
        Random random = new Random(1);
        int matches = 0;
        for (int round = 0; round < 40; round++) {
            List<Plan> plans = new ArrayList<>();
            List<String> terms = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                terms.add(filters.filter(round % 3));
            }
            int count = round % 2 == 0 ? 1 + random.nextInt(8) : 30 + random.nextInt(50);
            for (int i = 0; i < count; i++) {
                Collections.shuffle(terms, random);
                plans.add(plan(String.join(" and ", terms.subList(0, 1 + random.nextInt(3)))));
            }
            matches += agreeing(plans, filters, random);
        }
        assertThat(matches).isGreaterThan(10_000);
    }

    private int agreeing(List<Plan> plans, RandomFilters events, Random random) {
        List<Predicate<Map<String, Object>>> oracle = new ArrayList<>();
        for (Plan plan : plans) {
            oracle.add(Interpreter.of(plan, new ValueExtractors<>(fields)));
        }
        PlanSet<Map<String, Object>> fused = Fusion.compiled(plans, slots, extractors);
        List<Map<String, Object>> processes = new ArrayList<>();
        List<long[][]> memories = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(events.event());
            memories.add(new long[][] {new long[2_000], new long[2_000]});
        }
        int matches = 0;
        long[] matched = new long[2];
        for (int i = 0; i < 200; i++) {
            int which = random.nextInt(3);
            if (random.nextInt(40) == 0) {
                processes.set(which, events.event());
                Arrays.fill(memories.get(which)[0], 0);
                Arrays.fill(memories.get(which)[1], 0);
            }
            Map<String, Object> event = new HashMap<>(events.event());
            for (String field : STAYING) {
                event.remove(field);
                if (processes.get(which).containsKey(field)) {
                    event.put(field, processes.get(which).get(field));
                }
            }
            Arrays.fill(matched, 0);
            fused.match(event, memories.get(which)[0], memories.get(which)[1], matched);
            for (int p = 0; p < plans.size(); p++) {
                boolean expected = oracle.get(p).test(event);
                matches += expected ? 1 : 0;
                assertThat((matched[p >> 6] >>> p & 1) == 1)
                        .as("%s of %s", plans.get(p), event)
                        .isEqualTo(expected);
            }
        }
        return matches;
    }

    @Test
    void takesAValueOnceForAllThatAskIt() throws FilterException {
        int[] taken = {0};
        fields.onExtract(() -> taken[0]++);
        PlanSet<Map<String, Object>> set =
                Fusion.compiled(
                        plans("fd.name = a", "fd.name contains b and evt.num = 1", "fd.name = ab"),
                        slots,
                        extractors);
        assertThat(ask(set, Map.of("fd.name", "ab", "evt.num", 1L), 3)).containsExactly(0b110);
        assertThat(taken[0]).isEqualTo(2);
    }

    @Test
    void asksNothingMoreWhereAGuardOfAllPlansFails() throws FilterException {
        int[] taken = {0};
        fields.onExtract(() -> taken[0]++);
        PlanSet<Map<String, Object>> set =
                Fusion.compiled(
                        plans(
                                "evt.failed = true and fd.name = a",
                                "fd.num = 7 and evt.failed = true",
                                "fd.name contains x and evt.failed = true"),
                        slots,
                        extractors);
        ask(set, Map.of("fd.name", "a", "evt.failed", false, "fd.num", 7L), 3);
        assertThat(taken[0]).isEqualTo(1);
    }

    @Test
    void remembersWhatDependsOnTheProcessAlone() throws FilterException {
        int[] taken = {0};
        fields.onExtract(() -> taken[0]++);
        PlanSet<Map<String, Object>> set =
                Fusion.compiled(
                        plans("proc.name = a and fd.num = 1", "proc.aname = b and fd.num = 1"),
                        slots,
                        extractors);
        long[] process = new long[slots.processWords()];
        long[] system = new long[slots.systemWords()];
        Map<String, Object> event = Map.of("proc.name", "c", "proc.aname", "d", "fd.num", 1L);
        for (int i = 0; i < 5; i++) {
            set.match(event, process, system, new long[1]);
        }
        assertThat(taken[0]).isEqualTo(5 + 2);
        Arrays.fill(system, 0);
        set.match(event, process, system, new long[1]);
        assertThat(taken[0]).isEqualTo(5 + 2 + 2);
        Arrays.fill(process, 0);
        Map<String, Object> other = Map.of("proc.name", "a", "fd.num", 1L);
        long[] matched = new long[1];
        set.match(other, process, system, matched);
        assertThat(matched).containsExactly(1);
    }

    @Test
    void splitsWhatIsTooLargeForAMethod() throws FilterException {
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            plans.add(
                    plan("fd.num = " + i % 250 + " and evt.num > " + i + " and fd.name != x" + i));
        }
        PlanSet<Map<String, Object>> set = Fusion.compiled(plans, slots, extractors);
        Map<String, Object> event = Map.of("fd.num", 249L, "evt.num", 300L, "fd.name", "y");
        long[] expected = new long[8];
        expected[3] = 1L << 249;
        assertThat(ask(set, event, 500)).containsExactly(expected);
    }

    @Test
    void leavesSetsOfTooManyChecksAlone() throws FilterException {
        List<Plan> plans = Collections.nCopies(6_001, plan("fd.num = 1"));
        assertThat(Fusion.fits(plans)).isFalse();
        assertThatThrownBy(() -> Fusion.compiled(plans, slots, extractors))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
