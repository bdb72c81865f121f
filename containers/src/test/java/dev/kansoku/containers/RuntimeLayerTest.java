package dev.kansoku.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeLayerTest {
    private static final String PROVIDER =
            """
            package other.client;

            import dev.kansoku.containers.*;
            import dev.kansoku.engine.state.*;
            import java.util.List;

            public final class Provider implements RuntimeProvider {
                @Override
                public List<ContainerRuntime> available(RuntimeOptions options) {
                    return List.of(new Runtime(options.onHost("/run/other.sock").toString()));
                }

                private record Runtime(String address) implements ContainerRuntime {
                    public String type() { return "other"; }
                    public boolean mayKnow(ContainerId id) { return false; }
                    public List<ContainerState> running() { return List.of(); }
                    public ContainerState find(ContainerId id) { return null; }
                    public void close() {}
                }
            }
            """;

    @TempDir Path work;
    private Path folder = Path.of("");

    @BeforeEach
    void aFolderWithAClient() throws IOException {
        folder = Files.createDirectory(work.resolve("runtimes"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path source = work.resolve("Provider.java");
        Files.writeString(source, PROVIDER);
        int status =
                ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                work.resolve("classes").toString(),
                                source.toString());
        assertThat(status).isZero();
        Path jar = folder.resolve("other-client.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                var classes = Files.walk(work.resolve("classes"))) {
            for (Path path : classes.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(work.resolve("classes").relativize(path).toString()));
                out.write(Files.readAllBytes(path));
            }
            out.putNextEntry(
                    new JarEntry("META-INF/services/dev.kansoku.containers.RuntimeProvider"));
            out.write("other.client.Provider\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @Test
    void findsRuntimesByJarsOfAnotherFolder() {
        RuntimeLayer.Opened opened =
                RuntimeLayer.open(folder, new RuntimeOptions(Path.of("/host"), List.of()));

        assertThat(opened.notes()).isEmpty();
        assertThat(opened.runtimes())
                .extracting(ContainerRuntime::type, ContainerRuntime::address)
                .contains(org.assertj.core.groups.Tuple.tuple("other", "/host/run/other.sock"));
    }

    @Test
    void aMissingFolderIsNoted() {
        RuntimeLayer.Opened opened =
                RuntimeLayer.open(work.resolve("none"), RuntimeOptions.DEFAULT);

        assertThat(opened.runtimes()).extracting(ContainerRuntime::type).doesNotContain("other");
        assertThat(opened.notes()).singleElement().asString().contains("none");
    }

    @Test
    void loadsNothingThatOthersCanWriteTo() throws IOException {
        Path jar = folder.resolve("other-client.jar");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--rw-"));

        RuntimeLayer.Opened opened = RuntimeLayer.open(folder, RuntimeOptions.DEFAULT);

        assertThat(opened.runtimes()).extracting(ContainerRuntime::type).doesNotContain("other");
        assertThat(opened.notes()).singleElement().asString().contains("written to by others");
    }

    @Test
    void aBrokenJarIsNoted() throws IOException {
        Files.writeString(folder.resolve("broken.jar"), "no archive");

        RuntimeLayer.Opened opened = RuntimeLayer.open(folder, RuntimeOptions.DEFAULT);

        assertThat(opened.notes()).singleElement().asString().contains("broken.jar");
    }
}
