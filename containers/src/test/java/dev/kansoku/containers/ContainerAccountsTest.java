// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kansoku.engine.state.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users as a process with another root has them. */
class ContainerAccountsTest {
    private static final ContainerId ID = new ContainerId("1f".repeat(32), "docker");

    @TempDir Path root;

    private final Announcements announcements = new Announcements();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    /** A process whose root is the folder, in the user namespace that {@code unshare} makes. */
    private long process(String... unshare) throws IOException, InterruptedException {
        Path busybox = Path.of("/bin/busybox");
        assumeTrue(Files.exists(busybox), "needs busybox-static");
        Files.createDirectories(root.resolve("etc"));
        Files.copy(busybox, root.resolve("busybox"));
        List<String> command = new ArrayList<>(List.of(unshare));
        command.addAll(List.of("chroot", root.toString(), "/busybox", "sleep", "60"));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        Path link = Path.of("/proc/" + process.pid() + "/root");
        for (int i = 0; i < 500 && process.isAlive(); i++) {
            if (Files.readSymbolicLink(link).equals(root.toRealPath())) {
                return process.pid();
            }
            Thread.sleep(10);
        }
        assumeTrue(process.isAlive(), "needs the right to change a root and to make namespaces");
        throw new IllegalStateException("the root did not change");
    }

    private boolean announce(long tid) throws Exception {
        try (ContainerAccounts accounts = new ContainerAccounts(Path.of("/"))) {
            return accounts.announce(ID, tid, announcements).get(10, TimeUnit.SECONDS);
        }
    }

    private List<String> announced() {
        List<String> names = new ArrayList<>();
        for (@Nullable Announcement each = announcements.take();
                each != null;
                each = announcements.take()) {
            switch (each) {
                case Announcement.User user ->
                        names.add("user " + user.user().name() + "=" + user.user().uid());
                case Announcement.Group group ->
                        names.add("group " + group.group().name() + "=" + group.group().gid());
                case Announcement.Async async -> names.add(async.name());
            }
        }
        return names;
    }

    @Test
    void whatIsReadIsTheContainersOwn() throws Exception {
        long tid = process();
        Files.writeString(
                root.resolve("etc/passwd"),
                "root:x:0:0::/root:/bin/sh\nnot a line\nalice:x:1000:100:A:/home:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "staff:x:100:\n");

        assertThat(announce(tid)).isTrue();
        assertThat(announced())
                .containsExactly("user root=0", "user alice=1000", "group staff=100");
    }

    @Test
    void numbersAreThoseOfTheMachine() throws Exception {
        long tid = process("unshare", "--user", "--map-root-user");
        Files.writeString(
                root.resolve("etc/passwd"),
                "root:x:0:0::/root:/bin/sh\nalice:x:1000:100:A:/home:/bin/sh\n");
        long uid = ((Number) Files.getAttribute(root, "unix:uid")).longValue();

        assertThat(announce(tid)).isTrue();
        assertThat(announced()).containsExactly("user root=" + uid);
    }

    @Test
    void theMachinesOwnFilesAreNotTaken() throws Exception {
        assertThat(announce(ProcessHandle.current().pid())).isFalse();
        long tid = process();
        Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("/proc/1/root/etc/passwd"));
        Files.createSymbolicLink(root.resolve("etc/group"), Path.of("../../../../../etc/group"));

        assertThat(announce(tid)).isTrue();
        assertThat(announced()).isEmpty();
    }

    @Test
    void aProcessThatIsGoneHasNone() throws Exception {
        assertThat(announce(1 << 22)).isFalse();
    }

    @Test
    void hostileFilesAreBounded() throws Exception {
        long tid = process();
        StringBuilder lines = new StringBuilder();
        lines.append("x".repeat(300)).append(":x:1:1::/:/\n");
        lines.append("bad:x:99999999999999999999:1::/:/\nneg:x:-1:1::/:/\n");
        for (int i = 0; i < 20_000; i++) {
            lines.append('u').append(i).append(":x:").append(i).append(":1::/:/bin/sh\n");
        }
        Files.writeString(root.resolve("etc/passwd"), lines);

        assertThat(announce(tid)).isTrue();
        assertThat(announced())
                .hasSizeBetween(1000, 1024)
                .allMatch(name -> name.startsWith("user u"));
    }
}
