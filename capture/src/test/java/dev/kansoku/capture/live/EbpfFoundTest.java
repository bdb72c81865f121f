// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Demand;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.capture.bpf.EbpfSource;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.filter.Filter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the kernel programs leave out by what Java has found out of threads and fds, such as their
 * executable, their container and the path that they opened.
 */
@Timeout(300)
class EbpfFoundTest {
    private static final EngineFields FIELDS = new EngineFields(FieldOptions.text());
    private static final String CONTAINER = "5fe1".repeat(16);

    /** Those before Java has seen one of them, on a machine that does much else, and starts. */
    private static final int FEW = 40_000;

    @TempDir Path folder;

    /** How many events matched, and how many left the kernel. */
    private record Counts(long matched, long written) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd.name startswith /nosuch",
                "fd.directory = /nosuch",
                "proc.exepath = /nosuch",
                "proc.exe in (a, b)",
                "not proc.exepath glob '*'",
                "container.id != host",
                "container.name = web or fd.name glob '/etc/*'"
            })
    void whatMatchesNothingOfAProcessLeavesTheKernelAFewTimes(String filter) throws Exception {
        String dd = "exec dd if=/dev/zero of=/dev/null bs=1 count=100000 status=none";

        Counts counts = run(filter + " and evt.type in (read, write)", true, dd);

        assertThat(counts.written()).isLessThan(FEW);
    }

    @Test
    void ofTwoProgramsTheOneIsSeenWhole() throws Exception {
        Path own = folder.resolve("own");
        Files.copy(Path.of("/bin/dd").toRealPath(), own, StandardCopyOption.COPY_ATTRIBUTES);
        String script =
                """
                dd if=/dev/zero of=/dev/null bs=1 count=60000 status=none &
                %s if=/dev/zero of=/dev/null bs=1 count=20000 status=none
                wait
                """
                        .formatted(own);

        Counts counts = run("proc.exepath = " + own + " and evt.type = write", true, script);

        assertThat(counts.matched()).isEqualTo(20_000);
        assertThat(counts.written()).isBetween(20_000L, 20_000L + FEW);
    }

    @Test
    void ofTwoFilesTheOneIsSeenWhole() throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[20_000]);
        String script =
                """
                dd if=/dev/zero of=/dev/null bs=1 count=60000 status=none &
                dd if=%s of=/dev/null bs=1 count=20000 status=none
                wait
                """
                        .formatted(file);

        Counts counts = run("fd.name startswith " + folder + " and evt.type = read", true, script);

        assertThat(counts.matched()).isEqualTo(20_000);
        assertThat(counts.written()).isBetween(20_000L, 20_000L + FEW);
    }

    @Test
    void aNumberThatIsUsedAgainAndAgainIsNotTakenForWhatItWas() throws Exception {
        Path first = Files.writeString(folder.resolve("first"), "line\n".repeat(50));
        Path second = Files.writeString(folder.resolve("second"), "line\n".repeat(50));
        // by open, by dup2, and by both in a child
        String script =
                """
                for i in $(seq 60); do
                    exec 7<%s; for j in 1 2 3 4 5; do read -r -N 1 x <&7; done
                    exec 7<%s; for j in 1 2 3 4 5; do read -r -N 1 x <&7; done
                    (read -r -N 1 x <&7; exec 7<%s; read -r -N 1 x <&7)
                done
                """
                        .formatted(first, second, first);
        String filter = "fd.name = " + first + " and evt.type = read";

        Counts inJava = run(filter, false, script);
        Counts inKernel = run(filter, true, script);

        assertThat(inJava.matched()).isGreaterThanOrEqualTo(60 * 6);
        assertThat(inKernel.matched()).isEqualTo(inJava.matched());
    }

    @Test
    void aProcessThatExecutesAnotherProgramIsAskedAnew() throws Exception {
        Path own = folder.resolve("own");
        Files.copy(Path.of("/bin/dd").toRealPath(), own, StandardCopyOption.COPY_ATTRIBUTES);
        String script =
                """
                for i in $(seq 3000); do echo x >/dev/null; done
                exec %s if=/dev/zero of=/dev/null bs=1 count=5000 status=none
                """
                        .formatted(own);

        Counts counts = run("proc.exepath = " + own + " and evt.type = read", true, script);

        assertThat(counts.matched()).isBetween(5000L, 5100L);
    }

    @Test
    void aContainerIsSeenWholeAndOthersHardly() throws Exception {
        Path cgroup = container();
        String script =
                """
                dd if=/dev/zero of=/dev/null bs=1 count=60000 status=none &
                echo $$ >%s/cgroup.procs
                dd if=/dev/zero of=/dev/null bs=1 count=20000 status=none
                wait
                """
                        .formatted(cgroup);
        try {
            String id = CONTAINER.substring(0, 12);
            Counts counts = run("container.id = " + id + " and evt.type = write", true, script);

            assertThat(counts.matched()).isEqualTo(20_000);
            assertThat(counts.written()).isBetween(20_000L, 20_000L + FEW);
        } finally {
            ScopeLab.remove(cgroup);
        }
    }

    /** A cgroup that is called as a runtime calls that of a container, or skips the test. */
    private static Path container() throws Exception {
        for (String hierarchy : new String[] {"memory", "cpu", ""}) {
            Path mount = Path.of("/sys/fs/cgroup").resolve(hierarchy);
            if (Files.exists(mount.resolve("cgroup.procs"))) {
                try {
                    return Files.createDirectory(mount.resolve("docker-" + CONTAINER + ".scope"));
                } catch (FileSystemException e) {
                    LabProgram.skip("no cgroup can be made: " + e.getMessage());
                }
            }
        }
        LabProgram.skip("there is no hierarchy of cgroups that events tell of");
        throw new AssertionError("not skipped");
    }

    private static Counts run(String text, boolean inKernel, String script) throws Exception {
        Filter<EventContext> filter = Filter.compile(text, FIELDS);
        WantedEvents wanted = WantedEvents.of(filter);
        Demand demand = new Demand(Set.of(), inKernel ? wanted : wanted.byNumberOnly());
        LiveOptions options = LiveContract.ofCommand("/bin/bash", "-c", script);
        try (EbpfSource source = (EbpfSource) EbpfLiveTest.openEbpf(options.withDemand(demand))) {
            Pipeline pipeline = new Pipeline(source, new EventContext(), filter, _ -> true);
            pipeline.teach(source.learner());
            pipeline.run();
            assertThat(source.losses().droppedEvents()).isZero();
            System.out.printf(
                    "%s, %s: %,d matched, %,d left the kernel%n",
                    text,
                    inKernel ? "in the kernel" : "in Java",
                    pipeline.shown(),
                    source.written());
            return new Counts(pipeline.shown(), source.written());
        }
    }
}
