// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.state.ContainerId;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is remembered of cgroups is what they say. */
class RecentCgroupsTest {
    @Test
    void saysOfCgroupsWhatTheyThemselvesSay() {
        RecentCgroups recent = new RecentCgroups();
        Random random = new Random(11);
        String[] paths = new String[300];
        for (int i = 0; i < paths.length; i++) {
            paths[i] =
                    switch (i % 4) {
                        case 0 -> "/docker/" + "%064x".formatted(random.nextLong());
                        case 1 -> "/system.slice/unit" + i + ".service";
                        case 2 -> "/lxc/web" + i + "/same-end-of-all-paths";
                        default -> "/";
                    };
        }
        for (int i = 0; i < 5000; i++) {
            String text = "xx" + "cpu=/\0memory=" + paths[random.nextInt(paths.length)] + "\0yy";
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            byte[] own = text.substring(2, text.length() - 2).getBytes(StandardCharsets.UTF_8);

            assertThat(recent.of(bytes, 2, bytes.length - 2)).isEqualTo(ContainerId.of(own));
        }
        assertThat(recent.of(new byte[0], 0, 0)).isNull();
    }

    @Test
    void makesNoNewAnswerForTheSameCgroups() {
        RecentCgroups recent = new RecentCgroups();
        byte[] cgroups = ("cpu=/docker/" + "1f".repeat(32) + "\0").getBytes(StandardCharsets.UTF_8);

        ContainerId first = recent.of(cgroups, 0, cgroups.length);

        assertThat(first).isNotNull();
        assertThat(recent.of(cgroups.clone(), 0, cgroups.length)).isSameAs(first);
    }
}
