// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.state.ContainerState.Mount;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What events tell of containers. */
class ContainerStateTest {
    private static final String ID = "59fd49aa4072";
    private static final String FULL_ID = ID.repeat(5) + "59fd";

    private final Scene scene = new Scene();

    @Test
    void readsAWholeDescription() {
        describe(
                """
                {"container":{"type":6,"id":"59fd49aa4072","full_id":"%s","name":"web",
                "image":"registry:5000/lab/web:1.2","imageid":"0ca0fed353fb",
                "imagedigest":"sha256:b9ff","privileged":true,"host_pid":false,"ip":"10.1.2.3",
                "Mounts":[{"Source":"/proc","Destination":"/host/proc","Mode":"ro","RW":false,
                "Propagation":"rprivate"}],"labels":{"b":"2","a":"1"},
                "pod_sandbox_id":"0123456789abcdef","pod_sandbox_labels":null,
                "env":["A=1",{"x":[1,2]}],
                "LivenessProbe":{"exe":"/bin/ok","args":["-v","-x"]}}}\
                """
                        .formatted(FULL_ID));

        ContainerState container = known(ID);
        assertThat(container.fullId()).isEqualTo(FULL_ID);
        assertThat(container.type()).isEqualTo("cri");
        assertThat(container.image())
                .isEqualTo(
                        new ContainerState.Image(
                                "registry:5000/lab/web:1.2",
                                "0ca0fed353fb",
                                "registry:5000/lab/web",
                                "1.2",
                                "sha256:b9ff"));
        assertThat(container.privileged()).isTrue();
        assertThat(container.hostPid()).isFalse();
        assertThat(container.hostNetwork()).isNull();
        assertThat(container.mounts())
                .containsExactly(new Mount("/proc", "/host/proc", "ro", false, "rprivate"));
        assertThat(container.labels().values().keySet()).containsExactly("a", "b");
        assertThat(container.shortSandboxId()).isEqualTo("0123456789ab");
        assertThat(Objects.requireNonNull(container.probe(ContainerProbe.Kind.LIVENESS)).args())
                .containsExactly("-v", "-x");
        assertThat(container.probe(ContainerProbe.Kind.HEALTHCHECK)).isNull();
        assertThat(scene.state.losses().unreadContainers()).isZero();
    }

    @Test
    void takesTheOldestFormOfFourParameters() {
        scene.play(0, 228, ID, 0, "db", "redis:7");

        assertThat(known(ID).name()).isEqualTo("db");
        assertThat(known(ID).type()).isEqualTo("docker");
        assertThat(known(ID).image().tag()).isEqualTo("7");
        assertThat(scene.state.container()).isSameAs(known(ID));
    }

    @Test
    void forgetsAContainerThatAnAsynchronousEventRemoves() {
        byte[] json =
                ("{\"container\":{\"id\":\"" + ID + "\"}}\0").getBytes(StandardCharsets.UTF_8);

        scene.enter(1, "asyncevent", 0, "container", json);
        assertThat(scene.state.containers().size()).isEqualTo(1);

        scene.enter(1, "asyncevent", 0, "container_removed", json);
        assertThat(scene.state.containers().size()).isZero();
        assertThat(scene.state.container()).as("still shown of its own event").isNotNull();

        scene.enter(1, "asyncevent", 0, "weather", json);
        assertThat(scene.state.containers().size()).isZero();
    }

    @Test
    void countsWhatIsNoDescription() {
        describe("{\"container\":");
        describe("[1]");
        describe("{}");
        describe("{\"container\":{\"name\":\"nameless\"}}");
        describe("{\"a\":".repeat(30) + "1" + "}".repeat(30));

        assertThat(scene.state.containers().size()).isZero();
        assertThat(scene.state.losses().unreadContainers()).isEqualTo(5);
    }

    @Test
    void leavesOutWhatIsTooMuch() {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            labels.append(i == 0 ? "" : ",").append("\"l").append(i).append("\":\"v\"");
        }
        describe(
                "{\"container\":{\"id\":\"%s\",\"labels\":{%s},\"ip\":\"%s\"}}"
                        .formatted(ID, labels, "9".repeat(40_000)));

        assertThat(known(ID).labels().values()).hasSize(256);
        assertThat(known(ID).ip()).isEmpty();
        assertThat(scene.state.losses().unreadContainers()).isEqualTo(1);
    }

    @Test
    void dropsOneForEachThatComesWhereTheTableIsFull() {
        Scene small =
                new Scene(
                        StateLimits.DEFAULT
                                .withThreads(64)
                                .withFds(100, 500)
                                .withContainers(16, 1 << 20));
        for (int i = 0; i < 40; i++) {
            small.play(0, 228, "%012x".formatted(i), 0, "c" + i, "image");
        }

        assertThat(small.state.containers().size()).isEqualTo(16);
        assertThat(small.state.losses().evictedContainers()).isEqualTo(24);
        assertThat(small.state.containers().find("%012x".formatted(39))).isNotNull();
    }

    @Test
    void dropsContainersThatTakeTooMuchMemoryTogether() {
        Scene small =
                new Scene(
                        StateLimits.DEFAULT
                                .withThreads(64)
                                .withFds(100, 500)
                                .withContainers(4096, 1 << 20));
        for (int i = 0; i < 100; i++) {
            describe(small, i, 30_000);
            assertThat(small.state.containers().bytes()).isLessThanOrEqualTo(1 << 20);
        }

        assertThat(small.state.containers().size()).isBetween(30, 34);
        assertThat(small.state.losses().evictedContainers())
                .isEqualTo(100 - small.state.containers().size());
        assertThat(small.state.containers().find("%012x".formatted(99))).isNotNull();

        describe(small, 99, 10);
        describe(small, 100, 10);
        small.enter(1, "asyncevent", 0, "container_removed", Scene.ascii(json(100, 0)));
        long before = small.state.containers().bytes();
        describe(small, 101, 10);
        small.enter(1, "asyncevent", 0, "container_removed", Scene.ascii(json(101, 0)));
        assertThat(small.state.containers().bytes()).isEqualTo(before);
    }

    @Test
    void theLargestContainerFitsIntoTheSmallestTable() {
        Scene small =
                new Scene(
                        StateLimits.DEFAULT
                                .withThreads(64)
                                .withFds(100, 500)
                                .withContainers(4096, 1 << 20));
        StringBuilder mounts = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            mounts.append(i == 0 ? "" : ",").append("{\"Source\":\"\u4e16\",\"RW\":true}");
            labels.append(i == 0 ? "" : ",").append("\"").append(i).append("\":\"\u4e16\"");
        }
        small.play(
                0,
                Scene.newest("container", false),
                "{\"id\":\"%s\",\"Mounts\":[%s],\"labels\":{%s},\"pod_sandbox_labels\":{%s},\"image\":\"%s\"}"
                        .formatted(ID, mounts, labels, labels, "\u4e16".repeat(30_000)));

        assertThat(small.state.containers().size()).isEqualTo(1);
        assertThat(small.state.containers().bytes()).isBetween(200_000L, 1L << 20);
    }

    private static void describe(Scene scene, int number, int size) {
        scene.play(0, Scene.newest("container", false), json(number, size));
    }

    private static String json(int number, int size) {
        return "{\"container\":{\"id\":\"%012x\",\"cni_json\":\"%s\"}}"
                .formatted(number, "x".repeat(size));
    }

    private void describe(String json) {
        scene.play(0, Scene.newest("container", false), json);
    }

    private ContainerState known(String id) {
        @Nullable ContainerState container = scene.state.containers().find(id);
        if (container == null) {
            throw new AssertionError("no container " + id);
        }
        return container;
    }
}
