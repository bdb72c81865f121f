// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers as scopes of a live capture, with plain runc. */
class ContainerScopeLiveTest {
    @TempDir Path folder;

    @Test
    void aContainerIsInScopeFromItsFirstProgramOnAndNoOtherIs() throws Exception {
        ContainersLiveTest.skipUnlessInstalled("runc");

        ContainersLiveTest.run(folder, "scope");

        assertThat(lines("early.seen")).hasSize(3).containsOnly("early");
        assertThat(lines("late.notes")).anyMatch(line -> line.contains("waiting for container"));
        List<String> late = lines("late.seen");
        assertThat(late).contains("/bin/busybox -c /bin/true late; /bin/sleep 0.2; /bin/true late");
        assertThat(late).filteredOn("/bin/busybox late"::equals).hasSize(2);
        assertThat(late).noneMatch(line -> line.contains("early") || line.contains("other"));
        assertThat(lines("left.seen")).hasSize(20).containsOnly("early");
    }

    private List<String> lines(String file) throws Exception {
        return Files.readAllLines(folder.resolve(file));
    }
}
