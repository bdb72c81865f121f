// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What events tell of pods. */
class PodStateTest {
    private static final String UID = "0c5f1b1e-8a54-4c1c-9f0b-5d2c6c9a7e11";

    private final Scene scene = new Scene();

    @Test
    void readsWhatItWrites() {
        PodState pod =
                new PodState(
                        UID,
                        "web-7d9c-x",
                        new KubernetesObject("shop", "ns-1", labels("team", "a")),
                        "worker-1",
                        "10.244.0.7",
                        labels("app", "web"),
                        Map.of(
                                WorkloadKind.REPLICA_SET,
                                new KubernetesObject("web-7d9c", "rs-1", labels("app", "web")),
                                WorkloadKind.DEPLOYMENT,
                                new KubernetesObject("web", "d-1", ContainerLabels.NONE)),
                        List.of(
                                new KubernetesObject("web", "s-1", labels("a", "1")),
                                new KubernetesObject("all", "s-2", ContainerLabels.NONE)));

        tell(PodWriter.write(pod));

        PodState known = scene.state.pods().find(UID);
        assertThat(known).isNotNull();
        assertThat(new String(PodWriter.write(known), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(
                        new String(PodWriter.write(pod), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(known.owner(WorkloadKind.DEPLOYMENT).name()).isEqualTo("web");
        assertThat(known.owner(WorkloadKind.JOB)).isNull();
        assertThat(scene.state.pod()).isSameAs(known);
        assertThat(scene.state.losses().unreadPods()).isZero();
    }

    @Test
    void findsThePodOfAThreadByItsCgroups() {
        tell(PodWriter.write(pod(UID, "web", 1)));
        scene.process(10, 1, "kubelet", "", "memory=/system.slice/kubelet.service\0")
                .process(20, 10, "nginx", "", "memory=/kubepods/burstable/pod" + UID + "/x\0")
                .process(
                        21,
                        10,
                        "nginx",
                        "",
                        "memory=/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod"
                                + UID.replace('-', '_')
                                + ".slice/cri-containerd-"
                                + "0123456789abcdef".repeat(4)
                                + ".scope\0")
                .process(22, 10, "db", "", "memory=/kubepods/pod" + UID.replace('0', '1') + "\0");

        assertThat(podOf(10)).isNull();
        assertThat(podOf(20)).isNotNull().isSameAs(scene.state.pods().find(UID));
        assertThat(podOf(21)).isSameAs(podOf(20));
        assertThat(podOf(22)).isNull();
    }

    private @Nullable PodState podOf(long tid) {
        scene.enter(tid, "getuid");
        return scene.state.pod();
    }

    @Test
    void aPodMadeAgainUnderItsOldNameIsAnother() {
        tell(PodWriter.write(pod("11-1", "db-0", 1)));
        tell(PodWriter.write(pod("22-2", "db-0", 1)));

        assertThat(scene.state.pods().size()).isEqualTo(2);
        assertThat(scene.state.pods().find("11-1")).isNotSameAs(scene.state.pods().find("22-2"));
    }

    @Test
    void keepsAPodThatIsGoneForAWhile() {
        tell(PodWriter.write(pod("1", "first", 1)));
        remove("1");
        assertThat(scene.state.pods().find("1")).isNotNull();

        for (int i = 2; i < 400; i++) {
            tell(PodWriter.write(pod(String.valueOf(i), "pod", 1)));
            remove(String.valueOf(i));
        }
        assertThat(scene.state.pods().find("1")).isNull();
        assertThat(scene.state.pods().size()).isEqualTo(256);
        assertThat(scene.state.losses().evictedPods()).isZero();

        tell(PodWriter.write(pod("399", "is back", 1)));
        for (int i = 400; i < 800; i++) {
            tell(PodWriter.write(pod(String.valueOf(i), "pod", 1)));
            remove(String.valueOf(i));
        }
        assertThat(scene.state.pods().find("399")).as("no more gone").isNotNull();
    }

    @Test
    void dropsPodsThatTakeTooMuchMemoryTogether() {
        Scene small = new Scene(new StateLimits(64, 100, 500, 64, 1 << 20));
        for (int i = 0; i < 400; i++) {
            small.enter(1, "asyncevent", 0, "k8s_pod", PodWriter.write(pod("u" + i, "p", 30_000)));
            assertThat(small.state.pods().bytes()).isLessThanOrEqualTo(1 << 20);
        }
        assertThat(small.state.pods().size()).isBetween(10, 34);
        assertThat(small.state.losses().evictedPods()).isEqualTo(400 - small.state.pods().size());
        assertThat(small.state.pods().find("u399")).isNotNull();

        for (int i = 0; i < 400; i++) {
            small.enter(1, "asyncevent", 0, "k8s_pod", PodWriter.write(pod("v" + i, "p", 10)));
        }
        assertThat(small.state.pods().size()).isEqualTo(64);
    }

    @Test
    void theLargestPodFitsIntoTheSmallestTable() {
        Scene small = new Scene(new StateLimits(64, 100, 500, 64, 1 << 20));
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < 5000; i++) {
            labels.put("\u4e16" + i, "\u4e16".repeat(20));
        }
        List<KubernetesObject> services = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            services.add(new KubernetesObject("s" + i, "u" + i, ContainerLabels.NONE));
        }
        PodState pod =
                new PodState(
                        UID,
                        "web",
                        KubernetesObject.NONE,
                        "",
                        "",
                        ContainerLabels.of(labels),
                        Map.of(),
                        services);

        small.enter(1, "asyncevent", 0, "k8s_pod", PodWriter.write(pod));

        PodState known = small.state.pods().find(UID);
        assertThat(known).isNotNull();
        assertThat(known.labels().values()).hasSize(1024);
        assertThat(known.services()).hasSize(64);
        assertThat(small.state.losses().unreadPods()).isEqualTo(1);
    }

    @Test
    void countsWhatIsNoDescription() {
        tell(Scene.ascii("{\"pod\":"));
        tell(Scene.ascii("[]"));
        tell(Scene.ascii("{\"pod\":[1]}"));
        tell(Scene.ascii("{\"pod\":{\"name\":\"x\"}}"));
        tell(Scene.ascii("{\"pod\":{\"uid\":\"" + "1".repeat(200) + "\"}}"));
        tell(Scene.ascii("{\"pod\":" + "{\"a\":".repeat(30) + "1" + "}".repeat(31)));
        remove("never seen");
        scene.enter(1, "asyncevent", 0, "k8s_weather", Scene.ascii("{"));

        assertThat(scene.state.pods().size()).isZero();
        assertThat(scene.state.losses().unreadPods()).isEqualTo(6);
    }

    @Test
    void aNewSectionKnowsNoPods() {
        tell(PodWriter.write(pod(UID, "web", 1)));
        scene.state.section();

        assertThat(scene.state.pods().find(UID)).isNull();
    }

    private static PodState pod(String uid, String name, int text) {
        return new PodState(
                uid,
                name,
                KubernetesObject.NONE,
                "",
                "",
                labels("text", "x".repeat(text)),
                Map.of(),
                List.of());
    }

    private static ContainerLabels labels(String name, String value) {
        return ContainerLabels.of(Map.of(name, value));
    }

    private void tell(byte[] json) {
        scene.enter(1, "asyncevent", 0, "k8s_pod", json);
    }

    private void remove(String uid) {
        scene.enter(1, "asyncevent", 0, "k8s_pod_removed", PodWriter.writeRemoved(uid));
    }
}
