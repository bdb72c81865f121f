// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Compiles {@code labcalls.c} and others, once for all tests. Where there is no compiler the test
 * is skipped; with {@code -Dkansoku.lab=FOLDER} the programs lie there, compiled.
 */
final class LabProgram {
    private static final Map<String, Path> PROGRAMS = new HashMap<>();

    /** The program that makes calls as 32-bit programs do; it needs no C library. */
    private static final String OF_32_BITS = "labcompat.c";

    private LabProgram() {}

    /** Whether this is a machine made for the tests, in which all that they need is there. */
    static boolean mustRun() {
        return System.getProperty("kansoku.lab") != null;
    }

    static Path path() throws Exception {
        return path("labcalls");
    }

    /** The program of another source. */
    static synchronized Path path(String name) throws Exception {
        Path program = PROGRAMS.get(name);
        return program == null ? build(name) : program;
    }

    private static Path build(String name) throws Exception {
        String compiled = System.getProperty("kansoku.lab");
        if (compiled != null) {
            return Path.of(compiled, name);
        }
        Path folder = Files.createTempDirectory("kansoku-lab");
        folder.toFile().deleteOnExit();
        Path built = folder.resolve(name);
        built.toFile().deleteOnExit();
        Path source = Path.of("src/test/c/" + name + ".c").toAbsolutePath();
        for (String compiler : List.of("cc", "clang", "gcc")) {
            if (compiles(compiler, source, built)) {
                PROGRAMS.put(name, built);
                return built;
            }
        }
        skip("no C compiler builds " + name + ".c here");
        throw new AssertionError("not skipped");
    }

    /** Ends the test as skipped and says why. */
    static void skip(String reason) {
        System.out.println("skipped: " + reason);
        abort(reason);
    }

    /** Runs a program to its end. */
    static int run(Path folder, List<String> command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command + " does not end");
        }
        return process.exitValue();
    }

    private static boolean compiles(String compiler, Path source, Path built) throws Exception {
        try {
            List<String> command =
                    new ArrayList<>(List.of(compiler, "-O1", "-fno-omit-frame-pointer"));
            if (source.endsWith(OF_32_BITS)) {
                command.addAll(List.of("-m32", "-nostdlib", "-static", "-fno-pie", "-no-pie"));
            }
            command.addAll(List.of("-o", built.toString(), source.toString()));
            return run(source.getParent(), command) == 0;
        } catch (IOException e) {
            System.out.println(compiler + " is not here: " + e.getMessage());
            return false;
        }
    }
}
