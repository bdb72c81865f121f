// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.state.Scene;
import org.junit.jupiter.api.Test;

/** Events of no call: those of plugins, of watchers, and notes of a Docker daemon. */
class NoteFieldsTest {
    private static final String DOCKER =
            "%evt.infra.docker.name|%evt.infra.docker.container.id"
                    + "|%evt.infra.docker.container.name|%evt.infra.docker.container.image";

    private final Scene scene = new Scene();

    @Test
    void aPluginIsKnownByItsRegisteredNumber() throws Exception {
        scene.enter(-1, "pluginevent", 2, Scene.ascii("{}"));
        assertThat(Shown.line(scene, "%evt.source %evt.pluginname %evt.plugininfo"))
                .isEqualTo("aws_cloudtrail cloudtrail <NA>");

        scene.enter(-1, "pluginevent", 123_456_789, Scene.ascii("{}"));
        assertThat(Shown.line(scene, "%evt.source %evt.pluginname")).isEqualTo("<NA> <NA>");

        scene.enter(1, "getuid");
        assertThat(Shown.line(scene, "%evt.source %evt.pluginname")).isEqualTo("syscall <NA>");
    }

    @Test
    void anAsynchronousEventHasAName() throws Exception {
        scene.enter(1, "asyncevent", 0, "weather", Scene.ascii("rain\0"));
        assertThat(Shown.line(scene, "%evt.is_async %evt.asynctype")).isEqualTo("true weather");

        scene.enter(1, "getuid");
        assertThat(Shown.line(scene, "%evt.is_async %evt.asynctype")).isEqualTo("false <NA>");
    }

    @Test
    void aDockerNoteIsTakenApart() throws Exception {
        note("Event:start; ID:3ad7b26ded6d8e7b23da7d48fe889434; name:web; Image:nginx:1.27");
        assertThat(Shown.line(scene, DOCKER)).isEqualTo("start|3ad7b26ded6d|web|nginx:1.27");

        note("event : die ;id:3ad7;; NAME: a b ");
        assertThat(Shown.line(scene, DOCKER)).isEqualTo("die|3ad7|a b|<NA>");
    }

    @Test
    void aNoteWithoutMembersHasNone() throws Exception {
        for (String description : new String[] {"", ";", "Event", ":", "Events:start;Even:x"}) {
            note(description);
            assertThat(Shown.line(scene, DOCKER)).as(description).isEqualTo("<NA>|<NA>|<NA>|<NA>");
        }
        scene.enter(1, "getuid");
        assertThat(Shown.line(scene, DOCKER)).isEqualTo("<NA>|<NA>|<NA>|<NA>");
    }

    private void note(String description) {
        scene.enter(-1, "infra", "docker", "docker", description, "");
    }
}
