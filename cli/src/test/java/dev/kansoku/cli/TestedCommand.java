// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The command as tests call it, a process each time: its classes in jars, with a cache of them
 * loaded and linked ahead as the build makes one, so that a session takes half the processor time.
 * Made once for all tests of a run, in {@code target/tested}.
 */
final class TestedCommand {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final int TRAINING_SECONDS = 120;

    /** What comes before the command's own arguments. */
    private static final List<String> START = start(Path.of("target/tested").toAbsolutePath());

    private TestedCommand() {}

    /** Makes {@code bin/kansoku} in a folder. */
    static void putInto(Path folder) throws IOException {
        Path command = Files.createDirectory(folder.resolve("bin")).resolve("kansoku");
        Files.writeString(command, "#!/bin/sh\nexec '" + String.join("' '", START) + "' \"$@\"\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> start(Path folder) {
        List<String> start =
                new ArrayList<>(
                        List.of(
                                JAVA.toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp"));
        try {
            Files.createDirectories(folder);
            start.add(jars(folder));
            start.add(1, "-Dkansoku.native=" + natives(folder.resolve("native")));
            Path cache = folder.resolve("kansoku.aot");
            Files.deleteIfExists(cache);
            train(folder, start, cache);
            if (Files.exists(cache)) {
                start.add(1, "-XX:AOTCache=" + cache);
            } else {
                System.out.println("slow: sessions run without a cache, see " + folder + "/log");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start.add("dev.kansoku.cli.Main");
        return start;
    }

    /** The class path of this test without its own classes. A cache takes jars alone. */
    private static String jars(Path folder) throws IOException {
        ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
        List<String> jars = new ArrayList<>();
        String[] classPath = System.getProperty("java.class.path").split(File.pathSeparator);
        for (String entry : classPath) {
            Path path = Path.of(entry);
            if (!Files.isDirectory(path)) {
                jars.add(entry);
            } else if (!path.toRealPath().equals(ownClasses())) {
                String made = folder.resolve(jars.size() + ".jar").toString();
                int status =
                        jar.run(
                                System.out,
                                System.err,
                                "--create",
                                "--no-compress",
                                "--file",
                                made,
                                "-C",
                                entry,
                                ".");
                if (status != 0) {
                    throw new IOException("no jar of " + entry);
                }
                jars.add(made);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    /** A folder with the native libraries that lie beside the modules' jars or classes. */
    private static Path natives(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path beside = Path.of(entry).toAbsolutePath().resolveSibling("native");
            if (Files.isDirectory(beside)) {
                try (Stream<Path> libraries = Files.list(beside)) {
                    for (Path library : libraries.filter(Files::isRegularFile).toList()) {
                        Files.copy(
                                library,
                                folder.resolve(library.getFileName()),
                                StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
        return folder;
    }

    private static Path ownClasses() throws IOException {
        try {
            return Path.of(
                            TestedCommand.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .toRealPath();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static void train(Path folder, List<String> start, Path cache) throws IOException {
        Path lines = folder.resolve("training");
        Files.write(lines, lines());
        List<String> run = new ArrayList<>(start);
        run.add("-XX:AOTCacheOutput=" + cache);
        run.add("dev.kansoku.cli.Training");
        run.add(lines.toString());
        ProcessBuilder builder =
                new ProcessBuilder(run)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile());
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                Files.deleteIfExists(cache);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Command lines of every kind; the last gives its rights up, for good. */
    private static List<String> lines() {
        Path captures = Path.of("src/test/captures").toAbsolutePath();
        Path rules = Path.of("../rules/src/main/resources/dev/kansoku/rules/starter");
        String files = "-r " + captures.resolve("files.scap.gz") + " --keep-privileges ";
        return Stream.of(
                        "--version",
                        "filter explain proc.name = cat and fd.name contains etc",
                        "fields proc",
                        files + "-n 5",
                        files + "-j -n 5 proc.name=cat",
                        files + "proc.nmae=cat",
                        files + "-p %evt.num evt.num > 10",
                        files + "--csv evt.num,proc.name -n 3",
                        files + "-c topscalls -c errors",
                        files + "-w training.scap.gz -n 20",
                        "index training.scap.gz",
                        "metrics " + files,
                        "detect --rules " + rules.toAbsolutePath().normalize() + " " + files,
                        "--engine ptrace --keep-privileges -- true",
                        "-v -- true")
                .map(String::strip)
                .toList();
    }
}
