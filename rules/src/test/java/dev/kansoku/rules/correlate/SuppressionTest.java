// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import static dev.kansoku.rules.correlate.Stage.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.Behaviour;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.Suppression;
import dev.kansoku.rules.match.Matching;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SuppressionTest {
    private static Rule opens(@Nullable List<String> by) {
        return Stage.rule(
                "opens",
                "evt.type=open",
                "%proc.name opens %fd.name",
                new Behaviour(null, null, new Suppression(60 * SECOND, by), false, null, false));
    }

    @Test
    void tellsOfEqualAlertsOnceAndThenHowManyThereWere() throws FilterException {
        Stage stage = new Stage(opens(null));
        stage.process(10, 1, "cat");

        for (int i = 0; i < 5; i++) {
            stage.opens(10, "/a").later(SECOND);
        }
        stage.opens(10, "/b");
        assertThat(stage.outputs()).containsExactly("cat opens /a", "cat opens /b");

        stage.later(60 * SECOND).opens(10, "/c");
        assertThat(stage.outputs())
                .containsExactly(
                        "cat opens /a",
                        "cat opens /b",
                        "cat opens /a (suppressed: 4)",
                        "cat opens /c");
        assertThat(stage.alerts.get(2).fields()).containsEntry("suppressed", 4L);
    }

    @Test
    void theNextEqualAlertSaysItWhereItComesFirst() throws FilterException {
        Stage stage = new Stage(opens(null));
        stage.process(10, 1, "cat").process(11, 1, "dog");

        stage.opens(10, "/a").later(1).opens(10, "/a").later(60 * SECOND - SECOND / 2);
        stage.opens(11, "/b").later(SECOND * 3 / 4).opens(10, "/a");

        assertThat(stage.outputs())
                .containsExactly("cat opens /a", "dog opens /b", "cat opens /a (suppressed: 1)");
    }

    @Test
    void alertsAreEqualByTheFieldsThatTheRuleNames() throws FilterException {
        Stage stage = new Stage(opens(List.of("proc.name")));
        stage.process(10, 1, "cat").process(11, 1, "cat").process(12, 1, "dog");

        stage.opens(10, "/a").opens(11, "/b").opens(12, "/c");
        stage.correlator.end();

        assertThat(stage.outputs())
                .containsExactly("cat opens /a", "dog opens /c", "cat opens /a (suppressed: 1)");
    }

    @Test
    void holdsForAllRulesWhereItIsAskedForAll() throws FilterException {
        Stage stage =
                new Stage(
                        CorrelationOptions.USUAL.withDedup(10 * SECOND),
                        Matching.ALL,
                        Stage.rule("one", "evt.type=open", "%fd.name", Behaviour.NONE),
                        Stage.rule("other", "evt.type=open", "%fd.name", Behaviour.NONE));
        stage.process(10, 1, "cat");

        stage.opens(10, "/a").opens(10, "/a");

        assertThat(stage.alerts.stream().map(alert -> alert.rule()).toList())
                .containsExactly("one", "other");
        assertThat(stage.correlator.counts().suppressed()).isEqualTo(2);
    }

    @Test
    void whatMakesRoomIsTold() throws FilterException {
        Stage stage =
                new Stage(
                        CorrelationOptions.USUAL.withLimits(new CorrelationLimits(2, 2, 2)),
                        Matching.ALL,
                        opens(null));
        stage.process(10, 1, "cat");

        stage.opens(10, "/a").opens(10, "/a").opens(10, "/b").opens(10, "/c");

        assertThat(stage.outputs())
                .containsExactly(
                        "cat opens /a",
                        "cat opens /b",
                        "cat opens /a (suppressed: 1)",
                        "cat opens /c");
        assertThat(stage.correlator.counts().evictedSuppressions()).isEqualTo(1);
    }
}
