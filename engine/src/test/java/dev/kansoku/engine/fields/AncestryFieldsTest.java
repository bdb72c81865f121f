// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.state.Scene;
import org.junit.jupiter.api.Test;

/** {@code proc.is_descendant_of}: 10 started 20 and 21, and 20 started 30. */
class AncestryFieldsTest {
    private final Scene scene =
            new Scene()
                    .process(1, 0, "init")
                    .process(10, 1, "sshd")
                    .process(20, 10, "bash")
                    .process(21, 10, "bash")
                    .process(30, 20, "cat");

    @Test
    void childrenAndGrandchildrenDescendFromAProcess() throws Exception {
        assertThat(descends(30, 20)).isEqualTo("true");
        assertThat(descends(30, 10)).isEqualTo("true");
        assertThat(descends(30, 1)).isEqualTo("true");
        assertThat(descends(20, 10)).isEqualTo("true");
    }

    @Test
    void noProcessDescendsFromItselfItsSiblingsOrItsChildren() throws Exception {
        assertThat(descends(30, 30)).isEqualTo("false");
        assertThat(descends(20, 21)).isEqualTo("false");
        assertThat(descends(30, 21)).isEqualTo("false");
        assertThat(descends(20, 30)).isEqualTo("false");
        assertThat(descends(30, 99)).isEqualTo("false");
    }

    @Test
    void anotherThreadOfAProcessIsNotItsDescendant() throws Exception {
        scene.thread(31, 30, 20, "cat");

        assertThat(descends(31, 30)).isEqualTo("false");
        assertThat(descends(31, 20)).isEqualTo("true");
    }

    @Test
    void aProcessWhoseParentEndedDescendsFromTheOneThatTookItOver() throws Exception {
        scene.enter(20, "procexit", 0, 0, 0, 0, 10);

        assertThat(descends(30, 20)).isEqualTo("false");
        assertThat(descends(30, 10)).isEqualTo("true");

        scene.enter(10, "procexit", 0, 0, 0, 0, 1);
        assertThat(descends(30, 10)).isEqualTo("false");
        assertThat(descends(30, 1)).isEqualTo("true");
    }

    private String descends(long pid, long from) throws Exception {
        scene.enter(pid, "getuid");
        String shown = Shown.line(scene, "%proc.is_descendant_of[" + from + "]");
        assertThat(Shown.holds(scene, "proc.is_descendant_of." + from + " = true"))
                .isEqualTo(shown.equals("true"));
        return shown;
    }
}
