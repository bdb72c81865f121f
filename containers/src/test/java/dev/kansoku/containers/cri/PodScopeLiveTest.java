// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.CgroupNames;
import dev.kansoku.capture.LiveCapture;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.containers.ContainerChoice;
import dev.kansoku.containers.ContainerScope;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.containers.Runtimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pod as the scope of a live capture, of Debian's containerd, which itself is outside. */
@Timeout(240)
class PodScopeLiveTest {
    private static final String EXECS = "evt.type in (execve, execveat) and evt.dir=<";
    private static final LabContainerd.Pod EARLY =
            new LabContainerd.Pod("web-1", "shop", "0a1b2c3d-0000-4000-8000-000000000001");
    private static final LabContainerd.Pod LATE =
            new LabContainerd.Pod("web-2", "shop", "0a1b2c3d-0000-4000-8000-000000000002");
    private static final LabContainerd.Pod OTHER =
            new LabContainerd.Pod("web-2", "garden", "0a1b2c3d-0000-4000-8000-000000000003");

    @TempDir Path folder;

    private record Names(ContainerScope scope) implements CgroupNames {
        @Override
        public boolean takesIn() {
            return scope.takesIn();
        }

        @Override
        public boolean leavesOut() {
            return scope.leavesOut();
        }

        @Override
        public Answer of(String path) {
            return Answer.valueOf(scope.of(path).name());
        }

        @Override
        public long patience() {
            return TimeUnit.SECONDS.toNanos(8);
        }

        @Override
        public void begun() {}
    }

    @Test
    void podsThatRunAndThatStartLaterAreInScopeAndNothingElse() throws Exception {
        skipUnless(Files.isExecutable(LabContainerd.PROGRAM), "containerd is not installed");
        skipUnless(Files.isExecutable(LabImage.BUSYBOX), "busybox-static is not installed");
        skipUnless("root".equals(System.getProperty("user.name")), "only root runs containers");
        Path emptyRoot = Files.createDirectory(folder.resolve("empty"));
        LabContainerd containerd = new LabContainerd(folder);
        Process daemon =
                new ProcessBuilder(containerd.command())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("daemon.log").toFile())
                        .start();
        try (containerd) {
            containerd.await();
            containerd.importImage("k8s.io");
            loop(containerd, EARLY, "in-early");
            RuntimeOptions options = new RuntimeOptions(emptyRoot, List.of(containerd.socket()));
            ContainerChoice in = new ContainerChoice(List.of(), List.of("web-1", "shop/web-2"));
            List<String> seen;
            try (ContainerScope scope =
                    new ContainerScope(
                            in, ContainerChoice.NONE, () -> Runtimes.available(options))) {
                LiveSource live = open(scope);
                CompletableFuture<Void> played = new CompletableFuture<>();
                Thread.startVirtualThread(
                        () -> {
                            try {
                                loop(containerd, LATE, "in-late");
                                loop(containerd, OTHER, "elsewhere");
                                TimeUnit.MILLISECONDS.sleep(2500);
                                played.complete(null);
                            } catch (Exception | AssertionError e) {
                                played.completeExceptionally(e);
                            } finally {
                                live.stop();
                            }
                        });
                try (live) {
                    seen = Observed.lines(live, EXECS, "*%proc.name %proc.args");
                }
                played.get(60, TimeUnit.SECONDS);
            }
            assertThat(seen).anyMatch(line -> line.contains("in-early"));
            assertThat(seen).anyMatch(line -> line.contains("in-late"));
            assertThat(seen).noneMatch(line -> line.contains("elsewhere"));
            // a busybox started by a busybox is "exe"; the sandbox sleeps; runc runs in the cgroup
            // before the pod does
            assertThat(seen).allMatch(line -> line.matches("(sh|true|exe|sleep|runc:?).*"));
        } finally {
            daemon.destroy();
            daemon.waitFor();
            containerd.removeCgroups();
        }
    }

    /** A pod one of whose containers runs a program again and again. */
    private static void loop(LabContainerd containerd, LabContainerd.Pod pod, String word)
            throws Exception {
        String sandbox = containerd.runPod(pod, true);
        containerd.start(
                sandbox,
                pod,
                true,
                "front",
                "/bin/sh",
                "-c",
                "while :; do /bin/true " + word + "; sleep 0.1; done");
    }

    private static LiveSource open(ContainerScope scope) throws CaptureException {
        try {
            return LiveCapture.open(
                    LiveOptions.DEFAULT
                            .withScope(CaptureScope.MACHINE.withNamed(new Names(scope)))
                            .withEngine(LiveOptions.Engine.EBPF),
                    System.out::println);
        } catch (CaptureException e) {
            skipUnless(e.exitStatus().isPresent(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private static void skipUnless(boolean there, String reason) {
        if (!there) {
            System.out.println("skipped pods as scopes: " + reason);
        }
        Assumptions.assumeTrue(there, reason);
    }
}
