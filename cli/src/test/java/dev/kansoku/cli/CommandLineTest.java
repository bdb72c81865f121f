// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    @TempDir static Path folder;

    @BeforeAll
    static void makeCaptures() throws IOException {
        Path plain = folder.resolve("made.scap");
        MadeCapture.write(plain, ScapWriter.Compression.NONE);
        MadeCapture.write(folder.resolve("made.scap.gz"), ScapWriter.Compression.GZIP);
        byte[] whole = Files.readAllBytes(plain);
        Files.write(folder.resolve("torn.scap"), java.util.Arrays.copyOf(whole, whole.length - 9));
        makeCommand(folder);
    }

    /** Puts the command into the folder's {@code bin}. */
    static void makeCommand(Path folder) throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path command = bin.resolve("kansoku");
        Files.writeString(
                command,
                "#!/bin/sh\nexec '"
                        + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '"
                        + System.getProperty("java.class.path")
                        + "' --enable-native-access=ALL-UNNAMED dev.kansoku.cli.Main \"$@\"\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @TestFactory
    List<DynamicTest> sessions() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/cli"))) {
            for (Path file : files.sorted().toList()) {
                for (CommandLineCase session : CommandLineCase.read(file)) {
                    tests.add(DynamicTest.dynamicTest(session.name(), () -> check(session)));
                }
            }
        }
        return tests;
    }

    private static void check(CommandLineCase session) throws IOException, InterruptedException {
        Path captures = realCaptures();
        skipUnless(captures != null || !session.needsRealCaptures(), session, "../shared/captures");
        skipUnless(
                !session.needsEbpf() || mayUseEbpf(),
                session,
                "root, and a kernel with eBPF and BTF");
        skipUnless(
                session.needsEbpf() || isInstalled(session.needs()),
                session,
                "the command " + session.needs());
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", session.run())
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("MADE", folder.toString());
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
