// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the sessions in {@code src/test/cli}, each in a process of its own. */
class CommandLineTest {
    /** CAP_SETUID, CAP_PERFMON and CAP_BPF. */
    private static final long EBPF_AND_ROOT = 1L << 7 | 1L << 38 | 1L << 39;

    /** The first PID namespace: in another one, eBPF would know no process. */
    private static final String HOST_PIDS = "pid:[4026531836]";

    /**
     * A file's sessions share a folder and follow one another; two files don't, so that they can be
     * played at the same time.
     */
    private static final ExecutorService PLAYERS =
            Executors.newFixedThreadPool(
                    Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4));

    @TempDir static Path folder;

    @BeforeAll
    static void makeCommand() throws IOException {
        TestedCommand.putInto(folder);
    }

    @AfterAll
    static void endPlayers() {
        PLAYERS.shutdownNow();
    }

    /** Starts to play all sessions, the longest files first, and waits for each in its place. */
    @TestFactory
    List<DynamicTest> sessions() throws IOException {
        Map<Path, List<FutureTask<@Nullable Void>>> plays = new LinkedHashMap<>();
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/cli"))) {
            for (Path file : files.sorted().toList()) {
                Path made = makeCaptures(file);
                List<FutureTask<@Nullable Void>> ofFile = new ArrayList<>();
                for (CommandLineCase session : CommandLineCase.read(file)) {
                    FutureTask<@Nullable Void> play =
                            new FutureTask<>(
                                    () -> {
                                        check(session, made);
                                        return null;
                                    });
                    ofFile.add(play);
                    tests.add(DynamicTest.dynamicTest(session.name(), () -> await(play)));
                }
                plays.put(file, ofFile);
            }
        }
        plays.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getKey().toFile().length()))
                .forEach(entry -> PLAYERS.execute(() -> entry.getValue().forEach(FutureTask::run)));
        return tests;
    }

    private static void await(FutureTask<@Nullable Void> play) throws Throwable {
        try {
            play.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    /** The folder that the sessions of a file play in. */
    private static Path makeCaptures(Path sessions) throws IOException {
        Path made = Files.createDirectory(folder.resolve(sessions.getFileName()));
        Path plain = made.resolve("made.scap");
        MadeCapture.write(plain, ScapWriter.Compression.NONE);
        MadeCapture.write(made.resolve("made.scap.gz"), ScapWriter.Compression.GZIP);
        byte[] whole = Files.readAllBytes(plain);
        Files.write(made.resolve("torn.scap"), Arrays.copyOf(whole, whole.length - 9));
        return made;
    }

    private static void check(CommandLineCase session, Path made)
            throws IOException, InterruptedException {
        Path captures = realCaptures();
        skipUnless(captures != null || !session.needsRealCaptures(), session, "../shared/captures");
        skipUnless(
                !session.needsEbpf() || mayUseEbpf(),
                session,
                "root, and a kernel with eBPF and BTF");
        for (String command : session.needsCommands()) {
            skipUnless(isInstalled(command), session, "the command " + command);
        }
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", session.run())
                        .directory(made.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("MADE", made.toString());
        builder.environment().put("KEPT", Path.of("src/test/captures").toAbsolutePath().toString());
        builder.environment().put("TZ", "UTC");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        if (captures != null) {
            builder.environment().put("CAPTURES", captures.toString());
        }
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(session.timeoutSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("took over " + session.timeoutSeconds() + " s: " + session);
        }
        String stdout = Files.readString(out);
        String stderr = Files.readString(err);
        assertThat(process.exitValue())
                .as("exit status of %s; stderr: %s", session.run(), stderr)
                .isEqualTo(session.exit());
        contains("standard output", stdout, session.stdout());
        contains("standard error", stderr, session.stderr());
    }

    private static void skipUnless(boolean met, CommandLineCase session, String need) {
        if (!met) {
            System.out.println("skipped: " + session.name() + ": needs " + need);
        }
        assumeTrue(met, need);
    }

    static boolean isInstalled(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, command)));
    }

    static boolean mayUseEbpf() throws IOException {
        return Files.isReadable(Path.of("/sys/kernel/btf/vmlinux"))
                && Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).endsWith(HOST_PIDS)
                && Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("CapEff:"))
                        .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                        .anyMatch(held -> (held & EBPF_AND_ROOT) == EBPF_AND_ROOT);
    }

    private static void contains(String stream, String text, List<String> parts) {
        for (String part : parts) {
            if (part.equals(CommandLineCase.NOTHING)) {
                assertThat(text).as(stream).isEmpty();
            } else {
                assertThat(text).as(stream).contains(part);
            }
        }
    }

    private static @Nullable Path realCaptures() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path captures = at.resolve("shared/captures");
            if (Files.isDirectory(captures)) {
                return captures;
            }
        }
        return null;
    }
}
