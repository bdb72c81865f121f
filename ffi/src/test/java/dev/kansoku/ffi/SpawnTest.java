// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpawnTest {
    private static final int OPENAT = Native.ARCHITECTURE.select(257, 56);
    private static final int AT_FDCWD = -100;

    @Test
    void aChildHasNoDescriptorThatWasOpenedAfterTheyWereListed() throws Exception {
        assumeTrue(
                Native.functionIfAny("posix_spawn_file_actions_addclosefrom_np") != null,
                "this libc cannot close them in the child");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom("/dev/null");
            int fd = (int) Native.call(OPENAT, AT_FDCWD, path.address(), 0, 0, 0, 0);
            assertThat(fd).isGreaterThan(2);
            try {
                String script = "test ! -e /proc/$$/fd/" + fd + " && exit 9";
                Spawn.Plan plan =
                        new Spawn.Plan(
                                "/bin/sh",
                                List.of("sh", "-c", script),
                                List.of(),
                                null,
                                false,
                                null);
                int pid = Spawn.start(plan, List.of());

                MemorySegment status = arena.allocate(JAVA_INT);
                assertThat(Processes.await(pid, status, 0)).isEqualTo(pid);
                assertThat(WaitStatus.asShell(Processes.status(status))).isEqualTo(9);
            } finally {
                Bpf.close(fd);
            }
        }
    }
}
