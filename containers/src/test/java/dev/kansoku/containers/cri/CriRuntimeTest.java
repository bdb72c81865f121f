// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.containers.grpc.GrpcDouble;
import dev.kansoku.containers.grpc.ProtoWriter;
import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ContainerWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runtimes answer that are not here, and what none should. */
@Timeout(60)
class CriRuntimeTest {
    private static final String ID = "ab".repeat(32);
    private static final String SANDBOX = "cd".repeat(32);
    private static final String DIGEST = "sha256:" + "12".repeat(32);
    private static final String IMAGE_ID = "34".repeat(32);

    @TempDir Path folder;

    private CriRuntime runtime() {
        return new CriRuntime(folder.resolve("crio.sock"));
    }

    private GrpcDouble answering(GrpcDouble.Answers answers) throws IOException {
        return GrpcDouble.answering(folder.resolve("crio.sock"), answers);
    }

    private static ProtoWriter pair(String name, String value) {
        return new ProtoWriter().text(1, name).text(2, value);
    }

    /** As CRI-O answers, by the older of the two versions. */
    private static byte[] crio(String method, byte[] request) throws GrpcDouble.Status {
        boolean ofContainer = new String(request, StandardCharsets.UTF_8).contains(ID);
        return switch (method) {
            case "runtime.v1alpha2.RuntimeService/Version" ->
                    new ProtoWriter().text(1, "0.1.0").text(2, "cri-o").text(3, "1.20").toBytes();
            case "runtime.v1alpha2.RuntimeService/ContainerStatus" -> {
                if (!ofContainer) {
                    throw new GrpcDouble.Status(5, "could not find container");
                }
                yield new ProtoWriter()
                        .message(1, containerStatus())
                        .message(
                                2,
                                pair(
                                        "info",
                                        "{\"sandboxID\":\""
                                                + SANDBOX
                                                + "\",\"pid\":7,"
                                                + "\"runtimeSpec\":{\"privileged\":false},"
                                                + "\"privileged\":true}"))
                        .toBytes();
            }
            case "runtime.v1alpha2.RuntimeService/ListContainers" ->
                    new ProtoWriter()
                            .message(1, new ProtoWriter().text(1, ID).text(2, SANDBOX))
                            .toBytes();
            case "runtime.v1alpha2.RuntimeService/PodSandboxStatus" ->
                    new ProtoWriter().message(1, sandboxStatus()).toBytes();
            case "runtime.v1alpha2.ImageService/ImageStatus" ->
                    new ProtoWriter()
                            .message(
                                    1,
                                    new ProtoWriter()
                                            .text(1, IMAGE_ID)
                                            .text(2, "lab:5000/shop/front:1.2")
                                            .text(3, "other/front@sha256:00")
                                            .text(3, "lab:5000/shop/front@" + DIGEST))
                            .toBytes();
            default -> null;
        };
    }

    private static ProtoWriter containerStatus() {
        return new ProtoWriter()
                .text(1, ID)
                .message(2, new ProtoWriter().text(1, "front").number(2, 3))
                .number(3, 1)
                .message(8, new ProtoWriter().text(1, "lab:5000/shop/front:1.2"))
                .text(9, "lab:5000/shop/front@" + DIGEST)
                .message(12, pair("team", "kansoku"))
                .message(
                        14,
                        new ProtoWriter()
                                .text(1, "/data")
                                .text(2, "/srv/data")
                                .number(3, 1)
                                .number(5, 2));
    }

    private static ProtoWriter sandboxStatus() {
        ProtoWriter modes = new ProtoWriter().number(1, 0).number(2, 2).number(3, 1);
        return new ProtoWriter()
                .text(1, SANDBOX)
                .message(2, new ProtoWriter().text(1, "web-1").text(2, "uid-1").text(3, "shop"))
                .message(5, new ProtoWriter().text(1, "10.1.2.3"))
                .message(6, new ProtoWriter().message(1, new ProtoWriter().message(2, modes)))
                .message(7, pair("tier", "backend"));
    }

    @Test
    void understandsCrioByTheOlderVersion() throws Exception {
        try (GrpcDouble server = answering(CriRuntimeTest::crio)) {
            CriRuntime runtime = runtime();
            ContainerState found = runtime.find(new ContainerId(ID, "cri-o"));

            assertThat(found.fullId()).isEqualTo(ID);
            assertThat(found.id()).isEqualTo(ID.substring(0, 12));
            assertThat(found.name()).isEqualTo("front");
            assertThat(found.type()).isEqualTo("cri-o");
            assertThat(found.image())
                    .isEqualTo(
                            new ContainerState.Image(
                                    "lab:5000/shop/front:1.2",
                                    IMAGE_ID,
                                    "lab:5000/shop/front",
                                    "1.2",
                                    DIGEST));
            assertThat(found.privileged()).isTrue();
            assertThat(found.ip()).isEqualTo("10.1.2.3");
            assertThat(found.sandboxId()).isEqualTo(SANDBOX);
            assertThat(found.hostNetwork()).isFalse();
            assertThat(found.hostPid()).isTrue();
            assertThat(found.hostIpc()).isFalse();
            assertThat(found.mounts())
                    .containsExactly(
                            new ContainerState.Mount("/srv/data", "/data", "", false, "rshared"));
            assertThat(found.labels().values())
                    .containsEntry("team", "kansoku")
                    .containsEntry("io.kubernetes.pod.name", "web-1")
                    .containsEntry("io.kubernetes.pod.namespace", "shop")
                    .containsEntry("io.kubernetes.pod.uid", "uid-1");
            assertThat(found.podLabels().values()).containsEntry("tier", "backend");
            assertThat(runtime.type()).isEqualTo("cri-o");

            // What was found out about the server is not asked again.
            int before = server.called.size();
            runtime.find(new ContainerId(ID, "cri-o"));
            assertThat(server.called.subList(before, server.called.size()))
                    .noneMatch(method -> method.endsWith("Version"));
        }
    }

    @Test
    void theSandboxOfAPodIsAContainer() throws Exception {
        try (GrpcDouble _ = answering(CriRuntimeTest::crio)) {
            CriRuntime runtime = runtime();
            ContainerState found = runtime.find(new ContainerId(SANDBOX, ""));
            assertThat(found.name()).isEqualTo("web-1");
            assertThat(found.sandboxId()).isEqualTo(SANDBOX);
            assertThat(found.podLabels().values()).containsEntry("tier", "backend");
        }
    }

    /** Runtimes accept the beginning of an id, which may be another container's. */
    @Test
    void anAnswerAboutAnotherContainerIsNone() throws Exception {
        try (GrpcDouble _ = answering(CriRuntimeTest::crio)) {
            CriRuntime runtime = runtime();
            assertThat(runtime.find(new ContainerId("ef".repeat(32), ""))).isNull();
        }
    }

    @Test
    void containersOfOtherRuntimesAreNotAskedFor() {
        CriRuntime runtime = runtime();
        assertThat(runtime.mayKnow(new ContainerId(ID, "docker"))).isFalse();
        assertThat(runtime.mayKnow(new ContainerId(ID, "podman"))).isFalse();
        assertThat(runtime.mayKnow(new ContainerId(ID, ""))).isTrue();
        assertThat(runtime.mayKnow(new ContainerId(ID, "containerd"))).isTrue();
    }

    @Test
    void whatIsTooMuchIsLeftOut() throws Exception {
        try (GrpcDouble _ =
                answering(
                        (method, request) -> {
                            if (!method.endsWith("/ContainerStatus")) {
                                return crio(method, request);
                            }
                            ProtoWriter status = containerStatus();
                            for (int i = 0; i < 3000; i++) {
                                status.message(12, pair("label-" + i, "x".repeat(200)));
                                status.message(14, pair("/mount-" + i, "y".repeat(200)));
                            }
                            String info = "{\"sandboxID\":" + "[".repeat(100_000);
                            return new ProtoWriter()
                                    .message(1, status)
                                    .message(2, pair("info", info))
                                    .toBytes();
                        })) {
            CriRuntime runtime = runtime();
            ContainerState found = runtime.find(new ContainerId(ID, ""));
            assertThat(found.name()).isEqualTo("front");
            assertThat(found.sandboxId()).isEqualTo(SANDBOX);
            assertThat(found.labels().values()).hasSizeLessThan(260);
            assertThat(found.mounts()).hasSizeLessThanOrEqualTo(256);
            assertThat(ContainerWriter.write(found).length).isLessThan(40_000);
        }
    }

    @Test
    void aRuntimeThatHangsIsLeftAfterTwoSeconds() throws Exception {
        try (GrpcDouble _ =
                answering(
                        (_, _) -> {
                            TimeUnit.SECONDS.sleep(30);
                            return null;
                        })) {
            CriRuntime runtime = runtime();
            long begin = System.nanoTime();
            assertThatThrownBy(() -> runtime.find(new ContainerId(ID, "")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no answer in time");
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(10));
        }
    }

    @Test
    void aSocketThatIsGoneIsAnError() {
        CriRuntime runtime = runtime();
        assertThatThrownBy(() -> runtime.find(new ContainerId(ID, "")))
                .isInstanceOf(IOException.class);
    }
}
