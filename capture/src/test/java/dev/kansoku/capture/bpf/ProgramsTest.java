// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.SystemCallException;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loads each skeleton and prints what the kernel's verifier made of its programs, in lines of the
 * table of {@code docs/capture.md} ("Kernel programs"). How long it takes is printed and fails
 * nothing.
 */
class ProgramsTest {
    /** More the verifier does not go through, for a program of somebody with rights. */
    private static final int MOST_VERIFIED = 1_000_000;

    private static final int ROUNDS = 5;

    /** What a kernel may not have, and Kansoku does without. */
    private static final Set<String> OPTIONAL = Set.of("watching", "texts");

    private static String kernel = "";

    @BeforeAll
    static void check() throws IOException {
        kernel = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        try {
            Requirements.check();
            Bpf.close(Bpf.createMap(Bpf.MAP_TYPE_ARRAY, 4, 4, 1, "kansoku_test"));
        } catch (CaptureException | SystemCallException e) {
            skip(e);
        }
    }

    private static void skip(Exception e) {
        System.out.println("skipped: " + e.getMessage());
        abort(e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("skeletons")
    void theKernelTakesEveryProgramAndHasRoomForMore(String name) throws Exception {
        try (Skeleton skeleton = Skeleton.load(name, Map.of())) {
            print(name, skeleton);
        } catch (CaptureException e) {
            if (OPTIONAL.contains(name) && System.getProperty("kansoku.lab") == null) {
                skip(e);
            }
            throw e;
        }
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long begun = System.nanoTime();
            try (Skeleton skeleton = Skeleton.load(name, Map.of())) {
                assertThat(skeleton.programs()).isNotEmpty();
                shortest = Math.min(shortest, System.nanoTime() - begun);
            }
        }
        System.out.printf("programs: %s %s: loaded in %.1f ms%n", kernel, name, shortest / 1e6);
    }

    /** All that the build made for this architecture. */
    static List<String> skeletons() throws Exception {
        String suffix = "." + Native.ARCHITECTURE.name().toLowerCase(Locale.ROOT) + ".layout";
        URL one = requireNonNull(Skeleton.class.getResource("events" + suffix));
        try (var files = Files.list(Path.of(one.toURI()).getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        }
    }

    private static void print(String name, Skeleton skeleton) throws SystemCallException {
        for (String program : skeleton.programs()) {
            Bpf.ProgramInfo info = Bpf.programInfo(skeleton.program(program));
            System.out.printf(
                    "programs: %s %s: %s verified %,d translated %,d compiled %,d%n",
                    kernel, name, program, info.verified(), info.translated(), info.compiled());
            assertThat(info.translated()).isPositive();
            assertThat(info.verified()).isBetween(1, MOST_VERIFIED / 2);
        }
    }
}
