// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.Behaviour;
import dev.kansoku.rules.alert.Why;
import dev.kansoku.rules.match.Matching;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WhyTest {
    private final RecentEvents memory = new RecentEvents(2, 1);

    private Stage stage() throws FilterException {
        return new Stage(
                CorrelationOptions.USUAL.withMemory(
                        memory, false, text -> text.replace("secret", "***")),
                Matching.ALL,
                Stage.rule(
                        "removes",
                        "evt.type=unlink",
                        "",
                        new Behaviour(null, null, null, true, null, false)),
                Stage.rule("opens", "fd.name=/quiet", "", Behaviour.NONE));
    }

    private static Why why(Stage stage) {
        return Objects.requireNonNull(stage.alerts.getLast().why());
    }

    @Test
    void namesTheProcessAndThoseAboveIt() throws FilterException {
        Stage stage = stage();
        stage.process(1, 0, "init").process(5, 1, "sshd").process(6, 5, "sh").process(7, 6, "rm");

        stage.removes(7, "/a");

        assertThat(why(stage).ancestry())
                .containsExactly(
                        new Why.Ancestor("rm", 7, "rm --all"),
                        new Why.Ancestor("sh", 6, "sh --all"),
                        new Why.Ancestor("sshd", 5, "sshd --all"),
                        new Why.Ancestor("init", 1, "init --all"));
    }

    @Test
    void saysWhatTheProcessHadDoneBefore() throws FilterException {
        Stage stage = stage();
        stage.process(7, 1, "rm").process(8, 1, "cat");

        stage.opens(7, "/etc/secret").later(5).opens(8, "/other").removes(7, "/a\u001b[2J");

        assertThat(why(stage).events())
                .extracting(Why.Before::type)
                .containsExactly("open", "unlink");
        assertThat(why(stage).events().getFirst().text())
                .startsWith("fd=3(<f>/etc/***) name=/etc/*** flags=1(O_RDONLY)");
        assertThat(why(stage).events().getLast().text()).doesNotContain("\u001b");
        assertThat(why(stage).events().getLast().nanos()).isEqualTo(stage.now());
    }

    @Test
    void keepsTheLastTenEventsOfTheLastProcesses() throws FilterException {
        Stage stage = stage();
        stage.process(7, 1, "rm").process(8, 1, "cat").process(9, 1, "dog");

        for (int i = 0; i < 30; i++) {
            stage.opens(7, "/" + i);
        }
        stage.removes(7, "/a");
        assertThat(why(stage).events()).hasSize(10);
        assertThat(why(stage).events().getFirst().text()).contains("name=/21 ");

        stage.opens(8, "/a").opens(9, "/a");
        assertThat(memory.size()).isEqualTo(2);
        stage.removes(7, "/a");
        assertThat(why(stage).events()).hasSize(1);
    }

    @Test
    void keepsTheBeginningOfALongEvent() throws FilterException {
        Stage stage = stage();
        stage.process(7, 1, "rm");

        stage.opens(7, "/" + "long".repeat(500)).removes(7, "/a");

        assertThat(why(stage).events().getFirst().text()).hasSizeBetween(200, 256);
    }

    @Test
    void isSaidByTheRulesAloneThatAskForIt() throws FilterException {
        Stage stage = stage();
        stage.process(7, 1, "rm").opens(7, "/quiet");

        assertThat(stage.alerts.getLast().why()).isNull();
    }
}
