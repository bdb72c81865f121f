// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.containers.ContainerRuntime;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerProbe;
import dev.kansoku.engine.state.ContainerState;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A daemon that answers what a test wants, well and badly. */
@Timeout(60)
class DockerRuntimeTest {
    private static final String ID = "7a5f".repeat(16);
    private static final String IMAGE = "a7d1".repeat(16);

    /** What is answered to each path, head and all. */
    private final Map<String, String> answers = Collections.synchronizedMap(new HashMap<>());

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private Path folder = Path.of("");
    private Path socket = Path.of("");
    private ServerSocketChannel server = unbound();

    private static ServerSocketChannel unbound() {
        try {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        folder = Files.createTempDirectory("kd"); // short: a socket's path has 107 bytes at most
        socket = folder.resolve("docker.sock");
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        Files.deleteIfExists(folder);
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                Thread.ofVirtual().start(() -> answer(channel));
            }
        } catch (ClosedChannelException e) {
            // the test is over
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(SocketChannel channel) {
        try (channel) {
            ByteBuffer question = ByteBuffer.allocate(4096);
            channel.read(question);
            String path = new String(question.array(), StandardCharsets.US_ASCII).split(" ", 3)[1];
            asked.add(path);
            String answer = answers.getOrDefault(path, "HTTP/1.0 404 Not Found\r\n\r\n{}");
            ByteBuffer out = ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            if (answer.isEmpty()) {
                Thread.sleep(20_000);
            }
        } catch (IOException e) {
            // the runtime has had enough
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answers(String path, String json) {
        answers.put(path, "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + json);
    }

    private ContainerRuntime runtime() {
        RuntimeOptions options = new RuntimeOptions(folder.resolve("nowhere"), List.of(socket));
        List<ContainerRuntime> found = new DockerSockets().available(options);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private ContainerState found() throws IOException {
        return Objects.requireNonNull(runtime().find(new ContainerId(ID, "docker")));
    }

    @Test
    void readsAContainerAndItsImage() throws IOException {
        answers(
                "/containers/" + ID + "/json",
                """
                {"Id":"%s","Name":"/web","Image":"sha256:%s",
                 "HostConfig":{"Privileged":true,"PidMode":"host","NetworkMode":"bridge","IpcMode":"private"},
                 "Config":{"Image":"registry:5000/lab/web:1.2","Labels":{"a":"b","io.x":""},
                  "Healthcheck":{"Test":["CMD","/bin/ok","-q"]}},
                 "Mounts":[{"Source":"/srv","Destination":"/data","Mode":"z","RW":true,"Propagation":"rprivate"}],
                 "NetworkSettings":{"IPAddress":"","Networks":{"lab":{"IPAddress":"10.88.0.7"}}}}
                """
                        .formatted(ID, IMAGE));
        answers(
                "/images/" + IMAGE + "/json",
                """
                {"Id":"sha256:%s","RepoTags":["registry:5000/lab/web:1.2"],
                 "RepoDigests":["other@sha256:00","registry:5000/lab/web@sha256:b9ff"]}
                """
                        .formatted(IMAGE));

        ContainerState container = found();

        assertThat(container.id()).isEqualTo(ID.substring(0, 12));
        assertThat(container.fullId()).isEqualTo(ID);
        assertThat(container.name()).isEqualTo("web");
        assertThat(container.type()).isEqualTo("docker");
        assertThat(container.image())
                .isEqualTo(
                        new ContainerState.Image(
                                "registry:5000/lab/web:1.2",
                                IMAGE,
                                "registry:5000/lab/web",
                                "1.2",
                                "sha256:b9ff"));
        assertThat(container.privileged()).isTrue();
        assertThat(container.hostPid()).isTrue();
        assertThat(container.hostNetwork()).isFalse();
        assertThat(container.ip()).isEqualTo("10.88.0.7");
        assertThat(container.labels().values()).containsOnlyKeys("a", "io.x");
        assertThat(container.mounts())
                .containsExactly(new ContainerState.Mount("/srv", "/data", "z", true, "rprivate"));
        assertThat(Objects.requireNonNull(container.probe(ContainerProbe.Kind.HEALTHCHECK)).args())
                .containsExactly("-q");
    }

    @Test
    void takesTheNameOfAnImageThatWasAskedForByItsId() throws IOException {
        answers(
                "/containers/" + ID + "/json",
                """
                {"Id":"%s","Name":"/x","Image":"sha256:%s","HostConfig":{"Privileged":false},
                 "Config":{"Image":"%s","Healthcheck":{"Test":["CMD-SHELL","exit 0"]}}}
                """
                        .formatted(ID, IMAGE, IMAGE.substring(0, 12)));
        answers(
                "/images/" + IMAGE + "/json",
                "{\"Id\":\"sha256:" + IMAGE + "\",\"RepoTags\":[\"lab/box:2\"]}");

        ContainerState container = found();

        assertThat(container.image().name()).isEqualTo("lab/box:2");
        assertThat(container.image().digest()).isEmpty();
        assertThat(Objects.requireNonNull(container.probe(ContainerProbe.Kind.HEALTHCHECK)).exe())
                .isEqualTo("/bin/sh");
    }

    @Test
    void knowsPodmanOnDockersSocketAndTheAddressOfASharedNetwork() throws IOException {
        String other = "ab".repeat(32);
        answers(
                "/containers/" + ID + "/json",
                """
                {"Id":"%s","Name":"x","HostConfig":{"Privileged":false,"NetworkMode":"container:%s"}}
                """
                        .formatted(ID, other));
        answers(
                "/containers/" + other + "/json",
                "{\"NetworkSettings\":{\"IPAddress\":\"10.0.0.9\"}}");
        answers("/version", "{\"Components\":[{\"Name\":\"Podman Engine\"}]}");

        ContainerState container = Objects.requireNonNull(runtime().find(new ContainerId(ID, "")));

        assertThat(container.type()).isEqualTo("podman");
        assertThat(container.ip()).isEqualTo("10.0.0.9");
    }

    @Test
    void asksForNothingButIds() throws IOException {
        ContainerRuntime runtime = runtime();

        assertThat(runtime.mayKnow(new ContainerId("../images/x", "docker"))).isFalse();
        assertThat(runtime.mayKnow(new ContainerId("a b HTTP/1.0\r\nX: y", ""))).isFalse();
        assertThat(runtime.mayKnow(new ContainerId("web", "lxc"))).isFalse();
        assertThat(runtime.mayKnow(new ContainerId("abcdefabcdef", "", "/abcdefabcdef"))).isFalse();
        assertThat(runtime.mayKnow(new ContainerId(ID, "docker"))).isTrue();
        assertThat(runtime.find(new ContainerId(ID, "docker"))).isNull();
        assertThat(asked).containsExactly("/containers/" + ID + "/json");
    }

    @Test
    void believesAUserOnlyOfContainersThatMayBeTheirs() throws IOException {
        Path own = Files.createDirectories(folder.resolve("run/user/1000")).resolve("docker.sock");
        try (ServerSocketChannel ofUser = unbound()) {
            ofUser.bind(UnixDomainSocketAddress.of(own));
            List<ContainerRuntime> found =
                    new DockerSockets().available(new RuntimeOptions(folder, List.of(socket)));

            assertThat(found).hasSize(2);
            assertThat(found.getLast().mayKnow(new ContainerId(ID, ""))).isFalse();
            assertThat(found.getLast().mayKnow(new ContainerId(ID, "docker"))).isTrue();
        } finally {
            Files.deleteIfExists(own);
            for (String made : List.of("run/user/1000", "run/user", "run")) {
                Files.deleteIfExists(folder.resolve(made));
            }
        }
    }

    @Test
    void saysWhatIsWrongWithAnAnswer() {
        Map<String, String> faults =
                Map.of(
                        "HTTP/1.0 500 Oh\r\n\r\n{}",
                        "answers 500",
                        "HTTP/1.0 302 Found\r\nLocation: http://x/\r\n\r\n",
                        "answers 302",
                        "SSH-2.0-x\r\n\r\n",
                        "answers no HTTP",
                        "x".repeat(100_000),
                        "answers no HTTP",
                        "HTTP/1.0 200 OK\r\n\r\n{\"Id\":",
                        "not JSON",
                        "HTTP/1.0 200 OK\r\n\r\n" + "[".repeat(1000),
                        "not JSON",
                        "HTTP/1.0 200 OK\r\n\r\n\"" + "x".repeat(1 << 20) + "\"",
                        "bytes",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
                        "pieces");
        faults.forEach(
                (answer, fault) -> {
                    answers.put("/containers/" + ID + "/json", answer);
                    assertThatThrownBy(this::found)
                            .as(fault)
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining(fault);
                });
    }

    @Test
    void doesNotWaitForADaemonThatHangs() {
        answers.put("/containers/" + ID + "/json", "");
        long begin = System.nanoTime();

        assertThatThrownBy(this::found).isInstanceOf(IOException.class);
        assertThat(System.nanoTime() - begin).isLessThan(15_000_000_000L);
    }
}
