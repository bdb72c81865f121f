// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandEnvironmentTest {
    @Test
    void givesBackTheOptionsOfJavaThatTheLauncherHid() {
        assertThat(
                        CommandEnvironment.of(
                                Map.of(
                                        "HOME", "/root",
                                        "KANSOKU_KEPT_JAVA_TOOL_OPTIONS", "-Xmx1g",
                                        "KANSOKU_KEPT_LD_PRELOAD", "x.so")))
                .containsExactlyInAnyOrder(
                        "HOME=/root", "JAVA_TOOL_OPTIONS=-Xmx1g", "KANSOKU_KEPT_LD_PRELOAD=x.so");
    }
}
