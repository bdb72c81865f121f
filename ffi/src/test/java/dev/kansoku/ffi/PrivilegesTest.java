// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PrivilegesTest {
    private static final int USER = 4711;
    private static final int GROUP = 4712;

    @TempDir Path folder;

    @Test
    void noThreadKeepsACapability() throws Exception {
        List<Credentials> threads = threadsOf("root");

        assertThat(threads).hasSizeGreaterThan(10).allSatisfy(PrivilegesTest::isReduced);
        assertThat(threads).allSatisfy(thread -> assertThat(thread.permitted()).isZero());
        assertThat(threads).allSatisfy(thread -> assertThat(thread.uid()).isZero());
    }

    @Test
    void everyThreadBecomesTheUserAndKeepsWhatWasNamed() throws Exception {
        List<Credentials> threads = threadsOf("user");

        assertThat(threads).hasSizeGreaterThan(10).allSatisfy(PrivilegesTest::isReduced);
        assertThat(threads)
                .allSatisfy(
                        thread -> {
                            assertThat(thread.uid()).isEqualTo(USER);
                            assertThat(thread.gid()).isEqualTo(GROUP);
                            assertThat(thread.groups()).isEqualTo("7 4712");
                            assertThat(Capability.of(thread.effective()))
                                    .containsExactly(Capability.KILL);
                        });
    }

    @Test
    void readsWhatProcTellsOfAThread() {
        Credentials thread =
                Credentials.read(
                        "Name:\tx\n"
                                + "Uid:\t1000\t0\t0\t0\n"
                                + "Gid:\t7\t8\t8\t8\n"
                                + "Groups:\t4 24 \n"
                                + "CapPrm:\t000000c000000020\n"
                                + "CapEff:\t0000000000000020\n"
                                + "NoNewPrivs:\t1\n");

        assertThat(thread).isEqualTo(new Credentials(0, 8, "4 24", 0xc000000020L, 0x20, true));
        assertThat(Capability.of(thread.permitted()))
                .isEqualTo(Set.of(Capability.KILL, Capability.PERFMON, Capability.BPF));
    }

    private static void isReduced(Credentials thread) {
        assertThat(thread.noNewPrivileges()).isTrue();
        assertThat(thread.effective()).isEqualTo(thread.permitted());
    }

    /** What every thread of a process may do that has given its rights up, seen from outside. */
    private List<Credentials> threadsOf(String how) throws Exception {
        Credentials own = Credentials.current();
        assumeTrue(
                own.has(Capability.SETUID) && own.has(Capability.KILL),
                "needs root: nothing to give up");
        Path ready = folder.resolve("ready");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Reducing.class.getName(),
                                how)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(ready.toFile())
                        .start();
        try {
            while (process.isAlive() && !Files.readString(ready).contains("\n")) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(Files.readString(ready)).startsWith("reduced");
            System.out.print(Files.readString(ready));
            List<Credentials> threads = new ArrayList<>();
            try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
                for (Path task : tasks.toList()) {
                    try {
                        threads.add(Credentials.read(Files.readString(task.resolve("status"))));
                    } catch (IOException e) {
                        continue; // it has ended
                    }
                }
            }
            return threads;
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** Gives up its rights while threads come and go, and then waits. */
    static final class Reducing {
        public static void main(String[] how) throws Exception {
            for (int i = 0; i < 3; i++) {
                Thread.ofPlatform().daemon().start(Reducing::startThreads);
            }
            TimeUnit.MILLISECONDS.sleep(100);
            long begin = System.nanoTime();
            if (how[0].equals("user")) {
                Privileges.reduce(
                        new Privileges.Identity(USER, GROUP, new int[] {GROUP, 7}),
                        Set.of(Capability.KILL));
            } else {
                Privileges.reduce(null, Set.of());
            }
            System.out.println(
                    "reduced " + how[0] + " in " + (System.nanoTime() - begin) / 1000 + " us");
            TimeUnit.SECONDS.sleep(60);
        }

        private static void startThreads() {
            while (true) {
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    threads.add(
                            Thread.ofPlatform()
                                    .daemon()
                                    .start(() -> Arrays.fill(new byte[1 << 16], (byte) 1)));
                }
                for (Thread thread : threads) {
                    try {
                        thread.join();
                        TimeUnit.MILLISECONDS.sleep(1);
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            }
        }
    }
}
