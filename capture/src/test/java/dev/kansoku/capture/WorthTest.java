// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.state.SystemState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What calls are worth where not all can be told. */
class WorthTest {
    private static final SystemState STATE = new SystemState();

    @Test
    void callsOfProcessesAndFdsAreNeverShed() {
        for (String name :
                List.of(
                        "clone",
                        "fork",
                        "execve",
                        "openat",
                        "close",
                        "dup3",
                        "socket",
                        "connect",
                        "accept4",
                        "chdir",
                        "setresuid",
                        "prctl",
                        "fcntl",
                        "bpf",
                        "setns")) {
            assertThat(of(name)).as(name).isEqualTo(Worth.STATE);
        }
    }

    @Test
    void readsAndWritesAndMessagesAreKnownByTheirEvents() {
        for (String name : List.of("read", "write", "pread64", "writev", "pwritev")) {
            assertThat(of(name)).as(name).isEqualTo(Worth.READ_WRITE);
        }
        for (String name : List.of("sendto", "recvfrom", "sendmsg", "recvmsg", "recvmmsg")) {
            assertThat(of(name)).as(name).isEqualTo(Worth.MESSAGE);
        }
        for (String name : List.of("getpid", "poll", "stat", "lseek", "futex", "nanosleep")) {
            assertThat(of(name)).as(name).isEqualTo(Worth.OTHER);
        }
        assertThat(Worth.of(null, STATE)).isEqualTo(Worth.OTHER);
    }

    private static Worth of(String name) {
        SystemCall call =
                SystemCallTable.rows().stream()
                        .filter(row -> row.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return Worth.of(call, STATE);
    }
}
