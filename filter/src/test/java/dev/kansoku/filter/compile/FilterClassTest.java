// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.kansoku.filter.Filter;
import dev.kansoku.filter.Filter.Evaluation;
import dev.kansoku.filter.TestFields;
import dev.kansoku.filter.interpret.Interpreter;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Resolver;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.plan.ValueExtractors;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.Expression;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;
import dev.kansoku.filter.syntax.WiresharkParser;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FilterClassTest {
    private static final int FILTERS = 2_500;
    private static final int EVENTS = 40;

    private final TestFields fields = new TestFields();

    FilterClassTest() {
        fields.eventCode(event -> (int) (long) (Long) event.get("code"));
    }

    /**
     * 10^5 cases: the class, and the interpreter of what each event type leaves, against the
     * interpreter of the plan before anything was made simpler.
     */
    @Test
    void matchesWhatTheInterpreterOfTheUnsimplifiedPlanMatches() throws FilterException {
        RandomFilters random = new RandomFilters(20_261_126);
        int matched = 0;
        for (int i = 0; i < FILTERS; i++) {
            matched += agreeing(random.filter(4), Dialect.SYSDIG, random);
        }
        assertThat(matched).isBetween(FILTERS * EVENTS / 5, FILTERS * EVENTS * 4 / 5);
    }

    @Test
    void matchesTheSameInWiresharksDialect() throws FilterException {
        RandomFilters events = new RandomFilters(5);
        RandomDisplayFilters random = new RandomDisplayFilters(20_261_127);
        int filters = FILTERS / 5;
        int matched = 0;
        for (int i = 0; i < filters; i++) {
            matched += agreeing(random.filter(4), Dialect.WIRESHARK, events);
        }
        assertThat(matched).isBetween(filters * EVENTS / 5, filters * EVENTS * 4 / 5);
    }

    /**
     * How many events matched by the class, the interpreter and the oracle, which have to agree.
     */
    private int agreeing(String text, Dialect dialect, RandomFilters events)
            throws FilterException {
        Plan plan = plan(text, dialect);
        Interpreter<Map<String, Object>> oracle =
                Interpreter.of(plan, new ValueExtractors<>(fields));
        TypedPlan typed = TypedPlan.of(plan, fields);
        Filter<Map<String, Object>> compiled = Filter.of(typed, fields, Evaluation.COMPILED);
        Filter<Map<String, Object>> interpreted = Filter.of(typed, fields, Evaluation.INTERPRETED);
        int matched = 0;
        for (int i = 0; i < EVENTS; i++) {
            Map<String, Object> event = events.event();
            boolean matches = oracle.test(event);
            matched += matches ? 1 : 0;
            if (compiled.matches(event) != matches || interpreted.matches(event) != matches) {
                fail("%s: %s is to be %s", text, event, matches);
            }
            int code = (int) (long) (Long) event.get("code");
            assertThat(!matches || typed.remainderOf().get(code) != TypedPlan.NEVER)
                    .as(text)
                    .isTrue();
        }
        return matched;
    }

    @Test
    void spreadsManyChecksOverMethodsAndStillAsksThemAll() throws FilterException {
        String text =
                IntStream.range(0, 300)
                        .mapToObj(i -> "(proc.name = p" + i + " and proc.pid > " + i + ")")
                        .collect(Collectors.joining(" or "));
        Filter<Map<String, Object>> filter =
                Filter.of(TypedPlan.of(plan(text), fields), fields, Evaluation.COMPILED);
        for (int i = 0; i < 300; i++) {
            String name = "p" + i;
            assertThat(filter.matches(event(name, i + 1))).isTrue();
            assertThat(filter.matches(event(name, i))).isFalse();
        }
    }

    @Test
    void interpretsAFilterThatIsTooLargeForAClass() throws FilterException {
        String text =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "(proc.name = p" + i + " and proc.pid > " + i + ")")
                        .collect(Collectors.joining(" or "));
        TypedPlan plan = TypedPlan.of(plan(text), fields);
        assertThatThrownBy(() -> FilterClass.of(plan, null, new ValueExtractors<>(fields)))
                .hasMessage("more than 1000 checks");
        Filter<Map<String, Object>> filter = Filter.of(plan, fields, Evaluation.COMPILED);
        assertThat(filter.matches(event("p999", 1_000))).isTrue();
        assertThat(filter.matches(event("p999", 999))).isFalse();
    }

    @Test
    void takesAValueOnceThatSeveralChecksAsk() throws FilterException {
        int[] extractions = {0};
        fields.onExtract(() -> extractions[0]++);
        String text =
                "(proc.name startswith a and proc.pid=1) or (proc.name endswith t and proc.pid>5)";
        Filter<Map<String, Object>> filter =
                Filter.of(TypedPlan.of(plan(text), fields), fields, Evaluation.COMPILED);
        assertThat(filter.matches(event("at", 42))).isTrue();
        assertThat(extractions[0]).isEqualTo(2);
    }

    private static Map<String, Object> event(String name, long pid) {
        return Map.of("code", 0L, "proc.name", name, "proc.pid", pid);
    }

    private Plan plan(String text) throws FilterException {
        return plan(text, Dialect.SYSDIG);
    }

    private Plan plan(String text, Dialect dialect) throws FilterException {
        Expression expression =
                switch (dialect) {
                    case SYSDIG -> SysdigParser.parse(text);
                    case WIRESHARK ->
                            WiresharkParser.parse(text, name -> fields.find(name) != null);
                };
        return new Resolver<>(fields, dialect, text).plan(expression);
    }
}
