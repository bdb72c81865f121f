// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import static dev.kansoku.rules.correlate.Stage.SECOND;
import static dev.kansoku.rules.correlate.Stage.by;
import static dev.kansoku.rules.correlate.Stage.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.Behaviour;
import dev.kansoku.rules.JoinKey;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.match.Matching;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceTest {
    private static final String OPENS_SHADOW = "evt.type=open and fd.name=/etc/shadow";
    private static final String REMOVES = "evt.type=unlink";
    private static final String SAYING =
            "%proc.name removes %evt.arg.path after %seq1.proc.name %seq1.fd.name";

    private static Rule shadowThenRemoval(JoinKey by) {
        return sequence(by, 30 * SECOND, SAYING, OPENS_SHADOW, REMOVES);
    }

    @Test
    void tellsOfTwoStepsInOrderAndWhatTheFirstWas() throws FilterException {
        Stage stage = new Stage(shadowThenRemoval(by("proc.pid")));

        stage.process(10, 1, "cat")
                .opens(10, "/etc/shadow")
                .later(SECOND)
                .removes(10, "/var/log/x");

        assertThat(stage.outputs()).containsExactly("cat removes /var/log/x after cat /etc/shadow");
        assertThat(stage.alerts.getFirst().rule()).isEqualTo("sequence");
        assertThat(stage.alerts.getFirst().fields())
                .containsEntry("seq1.fd.name", "/etc/shadow")
                .containsEntry("seq1.proc.name", "cat");
    }

    @Test
    void doesNotTellOfTheStepsInTheOtherOrder() throws FilterException {
        Stage stage = new Stage(shadowThenRemoval(by("proc.pid")));

        stage.process(10, 1, "cat").removes(10, "/var/log/x").later(1).opens(10, "/etc/shadow");

        assertThat(stage.alerts).isEmpty();
    }

    @Test
    void doesNotTellAfterItsTime() throws FilterException {
        Stage stage = new Stage(shadowThenRemoval(by("proc.pid")));

        stage.process(10, 1, "cat")
                .opens(10, "/etc/shadow")
                .later(30 * SECOND + 1)
                .removes(10, "/a")
                .opens(10, "/etc/shadow")
                .later(30 * SECOND)
                .removes(10, "/b");

        assertThat(stage.outputs()).containsExactly("cat removes /b after cat /etc/shadow");
    }

    @Test
    void tellsOnceForEachFirstStep() throws FilterException {
        Stage stage = new Stage(shadowThenRemoval(by("proc.pid")));

        stage.process(10, 1, "cat").opens(10, "/etc/shadow").removes(10, "/a").removes(10, "/b");

        assertThat(stage.alerts).hasSize(1);
    }

    @Test
    void keepsProcessesApartWhereTheyAreJoinedByProcess() throws FilterException {
        Stage stage = new Stage(shadowThenRemoval(by("proc.pid")));

        stage.process(10, 1, "cat").process(11, 10, "rm");
        stage.opens(10, "/etc/shadow").removes(11, "/a");

        assertThat(stage.alerts).isEmpty();
    }

    @Test
    void joinsAProcessWithItsParentItsSiblingsAndAllBelow() throws FilterException {
        for (long other : new long[] {20, 21, 22, 23}) {
            Stage stage = new Stage(shadowThenRemoval(JoinKey.TREE));
            stage.process(1, 0, "init")
                    .process(20, 1, "sh")
                    .process(21, 20, "cat")
                    .process(22, 20, "rm")
                    .process(23, 22, "rm")
                    .process(30, 1, "other");

            stage.opens(21, "/etc/shadow").removes(30, "/no").removes(other, "/yes");

            assertThat(stage.outputs()).as("by " + other).hasSize(1);
            assertThat(stage.outputs().getFirst()).contains("removes /yes");
        }
    }

    @Test
    void keepsServicesOfTheSameInitApart() throws FilterException {
        Stage stage = new Stage(shadowThenRemoval(JoinKey.TREE));
        stage.process(1, 0, "init").process(20, 1, "one").process(30, 1, "two");

        stage.opens(20, "/etc/shadow").removes(30, "/a").removes(1, "/b");

        assertThat(stage.alerts).isEmpty();
    }

    @Test
    void joinsByWhateverFieldsHaveInCommon() throws FilterException {
        Stage stage =
                new Stage(
                        sequence(
                                by("fd.name"),
                                SECOND,
                                "%proc.name after %seq1.proc.name",
                                "proc.name=writer",
                                "proc.name=reader"));
        stage.process(10, 1, "writer").process(11, 1, "reader");

        stage.opens(10, "/tmp/a").opens(11, "/tmp/b").opens(11, "/tmp/a");

        assertThat(stage.outputs()).containsExactly("reader after writer");
    }

    @Test
    void doesNotTakeOneEventForTwoSteps() throws FilterException {
        Stage stage =
                new Stage(
                        sequence(by("proc.pid"), SECOND, "two", "evt.type=open", "evt.type=open"));
        stage.process(10, 1, "cat");

        stage.opens(10, "/a");
        assertThat(stage.alerts).isEmpty();

        stage.opens(10, "/b");
        assertThat(stage.alerts).hasSize(1);
    }

    @Test
    void goesThroughThreeSteps() throws FilterException {
        Stage stage =
                new Stage(
                        sequence(
                                by("proc.pid"),
                                10 * SECOND,
                                "%seq1.fd.name %seq2.fd.name %fd.name %sequence.duration",
                                "fd.name=/a",
                                "fd.name=/b",
                                "fd.name=/c"));
        stage.process(10, 1, "cat");

        stage.opens(10, "/a").later(SECOND).opens(10, "/c").opens(10, "/b").later(SECOND);
        stage.opens(10, "/c");

        assertThat(stage.outputs()).containsExactly("/a /b /c 2000000000");
    }

    @Test
    void theTimeOfAllStepsCounts() throws FilterException {
        Stage stage =
                new Stage(
                        sequence(
                                by("proc.pid"),
                                10 * SECOND,
                                "",
                                "fd.name=/a",
                                "fd.name=/b",
                                "fd.name=/c"));
        stage.process(10, 1, "cat");

        stage.opens(10, "/a").later(6 * SECOND).opens(10, "/b").later(6 * SECOND).opens(10, "/c");

        assertThat(stage.alerts).isEmpty();
    }

    @Test
    void theNewestFirstStepCounts() throws FilterException {
        Stage stage = new Stage(shadowThenRemoval(by("proc.pid")));

        stage.process(10, 1, "cat")
                .opens(10, "/etc/shadow")
                .later(29 * SECOND)
                .opens(10, "/etc/shadow")
                .later(29 * SECOND)
                .removes(10, "/a");

        assertThat(stage.alerts).hasSize(1);
    }

    @Test
    void keepsNoOtherRuleFromTheFirstMatch() throws FilterException {
        Rule plain = Stage.rule("plain", REMOVES, "plain", Behaviour.NONE);
        Rule never = Stage.rule("never", REMOVES, "never", Behaviour.NONE);
        Stage stage =
                new Stage(
                        CorrelationOptions.USUAL,
                        Matching.FIRST,
                        plain,
                        never,
                        shadowThenRemoval(by("proc.pid")));

        stage.process(10, 1, "cat").opens(10, "/etc/shadow").removes(10, "/a");

        assertThat(stage.alerts.stream().map(alert -> alert.rule()).toList())
                .containsExactly("sequence", "plain");
    }

    @Test
    void goesOnAcrossAnExchangeOfOtherRules() throws FilterException {
        Stage stage = new Stage(shadowThenRemoval(by("proc.pid")));
        stage.process(10, 1, "cat").opens(10, "/etc/shadow");

        stage.exchange(
                Stage.rule("plain", "evt.type=close", "plain", Behaviour.NONE),
                shadowThenRemoval(by("proc.pid")));
        stage.removes(10, "/a");

        assertThat(stage.alerts).hasSize(1);
    }

    @Test
    void beginsAnewWhereTheRuleIsAnother() throws FilterException {
        Stage stage = new Stage(shadowThenRemoval(by("proc.pid")));
        stage.process(10, 1, "cat").opens(10, "/etc/shadow");

        stage.exchange(sequence(by("proc.pid"), SECOND, SAYING, OPENS_SHADOW, REMOVES));
        stage.removes(10, "/a");

        assertThat(stage.alerts).isEmpty();
    }

    @Test
    void countsWhatMadeRoomBeforeItsTime() throws FilterException {
        CorrelationLimits small = new CorrelationLimits(4, 4, 4);
        Stage stage =
                new Stage(
                        CorrelationOptions.USUAL.withLimits(small),
                        Matching.ALL,
                        sequence(by("fd.name"), SECOND, "", "evt.type=open", "evt.type=open"));
        stage.process(10, 1, "cat");

        for (int i = 0; i < 6; i++) {
            stage.opens(10, "/" + i);
        }
        stage.opens(10, "/0").opens(10, "/5");

        assertThat(stage.alerts).hasSize(1);
        assertThat(stage.correlator.counts().sequences()).isEqualTo(4);
        assertThat(stage.correlator.counts().evictedSequences()).isEqualTo(3);
    }

    @Test
    void saysNothingWhereAStepHadNoSuchValue() throws FilterException {
        Stage stage =
                new Stage(
                        sequence(
                                by("proc.pid"),
                                SECOND,
                                "of %seq1.fd.sport %seq9.proc.name",
                                OPENS_SHADOW,
                                REMOVES));

        stage.process(10, 1, "cat").opens(10, "/etc/shadow").removes(10, "/a");

        assertThat(stage.outputs()).isEqualTo(List.of("of <NA> <NA>"));
    }
}
