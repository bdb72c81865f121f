// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Launch;
import dev.kansoku.capture.Launch.RunAs;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.ffi.Processes;
import dev.kansoku.ffi.WaitStatus;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLauncherTest {
    @TempDir Path folder;

    @Test
    void findsTheFirstExecutableOfThePath() throws Exception {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.writeString(first.resolve("tool"), "");
        Path wanted = Files.writeString(second.resolve("tool"), "");
        assertThat(wanted.toFile().setExecutable(true)).isTrue();

        assertThat(CommandLauncher.resolve("tool", first + ":" + second))
                .isEqualTo(new CommandResolution.Found(wanted));
    }

    @Test
    void tellsAMissingCommandFromOneThatCannotBeExecuted() throws Exception {
        Files.writeString(folder.resolve("tool"), "");
        String path = folder.toString();

        assertThat(CommandLauncher.resolve("tool", path))
                .isEqualTo(new CommandResolution.NotExecutable("tool: permission denied"));
        assertThat(CommandLauncher.resolve("other", path))
                .isEqualTo(new CommandResolution.NotFound("other: command not found"));
        assertThat(CommandLauncher.resolve(path, null))
                .isEqualTo(new CommandResolution.NotExecutable(path + ": is a directory"));
        assertThat(CommandLauncher.resolve(path + "/other", null))
                .isEqualTo(new CommandResolution.NotFound(path + "/other: no such file"));
        assertThat(CommandLauncher.resolve("", path))
                .isInstanceOf(CommandResolution.NotFound.class);
    }

    @Test
    void knowsWhoCalledSudo() {
        assertThat(CommandLauncher.invokingUser(Map.of("SUDO_UID", "1000", "SUDO_GID", "100")))
                .hasValue(new RunAs(1000, 100));
        assertThat(CommandLauncher.invokingUser(Map.of("SUDO_UID", "root", "SUDO_GID", "0")))
                .isEmpty();
        assertThat(CommandLauncher.invokingUser(Map.of())).isEmpty();
    }

    @Test
    void startsACommandAsAChildThatCanBeWaitedFor() throws Exception {
        int pid =
                CommandLauncher.launch(
                        LiveOptions.DEFAULT.ofCommand(List.of("sh", "-c", "exit 3")), _ -> {});

        assertThat(ended(pid)).isEqualTo(3);
    }

    @Test
    void startsACommandAsAnotherUserAndStaysWhoItIs() throws Exception {
        if (!"root".equals(System.getProperty("user.name"))) {
            System.out.println("skipped: only root can start a command as another user");
            return;
        }
        int pid =
                CommandLauncher.launch(
                        LiveOptions.DEFAULT
                                .ofCommand(
                                        List.of("sh", "-c", "test $(id -u):$(id -g) = 65534:65534"))
                                .withLaunch(new Launch(new RunAs(65534, 65534), false)),
                        _ -> {});

        assertThat(ended(pid)).isZero();
        assertThat(Files.readString(Path.of("/proc/self/status"))).contains("Uid:\t0\t0\t0\t0");
    }

    private static int ended(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            var status = arena.allocate(JAVA_INT);
            assertThat(Processes.await(pid, status, 0)).isEqualTo(pid);
            return WaitStatus.asShell(Processes.status(status));
        }
    }
}
