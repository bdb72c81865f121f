// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Containers of real runtimes, started inside a live capture: their very first event has their
 * name, and so has the recording. The scripts in {@code src/test/containers} start them, each with
 * a daemon and files of its own.
 */
class ContainersLiveTest {
    private static final int TIMEOUT_SECONDS = 300;

    private static final String FORMAT =
            "*%proc.exepath|%container.id|%container.name|%container.type|%container.image"
                    + "|%container.image.id|%container.privileged|%container.label[org.lab.tier]"
                    + "|%container.mounts";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "runc, BOX\\|BOX\\|runc\\|<NA>\\|<NA>\\|false\\|back\\|/.*/data:/data::false:.*",
        "crun, BOX\\|BOX\\|crun\\|<NA>\\|<NA>\\|false\\|back\\|/.*/data:/data::false:.*",
        "podman, [0-9a-f]{12}\\|kansoku-box\\|podman\\|localhost/kansoku-lab:1\\|[0-9a-f]{64}"
                + "\\|true\\|back\\|/.*/data:/data:.*:false:rprivate",
        "docker, [0-9a-f]{12}\\|kansoku-box\\|docker\\|kansoku-lab:1\\|[0-9a-f]{64}"
                + "\\|false\\|back\\|/.*/data:/data:.*:false:rprivate",
    })
    void theFirstEventOfAContainerHasItsName(String runtime, String described)
            throws IOException, InterruptedException {
        skipUnlessInstalled(runtime.equals("docker") ? "dockerd" : runtime);

        run(folder, runtime);

        List<String> live = Files.readAllLines(folder.resolve("live"));
        List<String> inside = live.stream().filter(line -> !isOutside(line)).toList();
        assertThat(inside).anyMatch(line -> line.startsWith("/bin/busybox|"));
        assertThat(inside).allMatch(line -> line.matches("[^|]*\\|" + described));
        assertThat(live).anyMatch(ContainersLiveTest::isOutside);
        assertThat(Files.readAllLines(folder.resolve("replayed"))).isEqualTo(live);
    }

    private static boolean isOutside(String line) {
        return line.split("\\|", 3)[1].equals("host") && !line.startsWith("/bin/busybox|");
    }

    /** Skips the test where a runtime, or what else it takes, is missing. */
    static void skipUnlessInstalled(String runtime) throws IOException {
        skipUnless(CommandLineTest.mayUseEbpf(), "root, and a kernel with eBPF and BTF");
        for (String command : List.of(runtime, "busybox")) {
            skipUnless(CommandLineTest.isInstalled(command), "the command " + command);
        }
    }

    /** Runs a session of {@code src/test/containers} in a folder. */
    static void run(Path folder, String session) throws IOException, InterruptedException {
        TestedCommand.putInto(folder);
        Path scripts = Path.of("src/test/containers").toAbsolutePath();
        Path told = folder.resolve("told");
        ProcessBuilder builder =
                new ProcessBuilder("bash", scripts.resolve(session + ".sh").toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(told.toFile());
        builder.environment().clear();
        builder.environment().put("LAB", scripts.toString());
        builder.environment().put("FORMAT", FORMAT);
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/sbin:/usr/bin:/sbin:/bin");
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            throw new AssertionError(session + " took too long: " + Files.readString(told));
        }
        assertThat(process.exitValue()).as(Files.readString(told)).isZero();
    }

    private static void skipUnless(boolean met, String need) {
        if (!met) {
            System.out.println("skipped: containers of a runtime: needs " + need);
        }
        assumeTrue(met, need);
    }
}
