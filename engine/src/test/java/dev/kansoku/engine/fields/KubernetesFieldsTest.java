// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.state.Scene;
import org.junit.jupiter.api.Test;

/** Fields of a pod in events of a process (20) inside of it. */
class KubernetesFieldsTest {
    private static final String ID = "59fd49aa4072".repeat(5) + "59fd";
    private static final String UID = "0c5f1b1e-8a54-4c1c-9f0b-5d2c6c9a7e11";

    private static final String POD =
            """
            {"pod":{"uid":"%s","name":"web-7d9c-x","node":"worker-1","ip":"10.244.0.7",
            "labels":{"app":"web","tier":"front"},
            "ns":{"name":"shop","uid":"ns-1","labels":{"team":"a"}},
            "rs":{"name":"web-7d9c","uid":"rs-1","labels":{"hash":"7d9c"}},
            "deployment":{"name":"web","uid":"d-1","labels":{"app":"web"}},
            "svc":[{"name":"web","uid":"s-1","labels":{"a":"1","b":"2"}},
            {"name":"all","uid":"s-2","labels":{"a":"3"}},{"name":"bare","uid":"s-3"}]}}\
            """
                    .formatted(UID);

    private final Scene scene =
            new Scene()
                    .process(10, 1, "containerd")
                    .process(20, 10, "nginx", "", "memory=/system.slice/" + ID + "\0");

    @Test
    void showsWhatTheApiTells() throws Exception {
        labelled(UID);
        tell(POD);

        assertThat(shown("%k8s.pod.name %k8s.pod.uid %k8s.pod.id %k8s.pod.ip %k8s.node.name"))
                .isEqualTo("web-7d9c-x " + UID + " " + UID + " 10.244.0.7 worker-1");
        assertThat(shown("%k8s.pod.labels|%k8s.pod.label[tier]|%k8s.pod.label[none]"))
                .isEqualTo("app:web, tier:front|front|<NA>");
        assertThat(shown("%k8s.ns.name %k8s.ns.id %k8s.ns.labels %k8s.ns.label[team]"))
                .isEqualTo("shop ns-1 team:a a");
        assertThat(shown("%k8s.rs.name %k8s.rs.id %k8s.rs.labels %k8s.rs.label[hash]"))
                .isEqualTo("web-7d9c rs-1 hash:7d9c 7d9c");
        assertThat(shown("%k8s.deployment.name %k8s.deployment.id %k8s.deployment.label[app]"))
                .isEqualTo("web d-1 web");
        assertThat(shown("%k8s.rc.name %k8s.daemonset.name %k8s.statefulset.id %k8s.job.labels"))
                .isEqualTo("<NA> <NA> <NA> <NA>");
        assertThat(shown("%k8s.svc.name|%k8s.svc.id|%k8s.svc.label[a]|%k8s.svc.labels"))
                .isEqualTo("web, all, bare|s-1, s-2, s-3|1, 3|a:1, b:2, a:3");
    }

    @Test
    void showsTheNamesOfTheNewerTools() throws Exception {
        labelled(UID);
        tell(POD);

        assertThat(shown("%k8smeta.pod.name %k8smeta.pod.uid %k8smeta.pod.ip %k8smeta.ns.name"))
                .isEqualTo("web-7d9c-x " + UID + " 10.244.0.7 shop");
        assertThat(shown("%k8smeta.ns.uid %k8smeta.deployment.name %k8smeta.rs.uid"))
                .isEqualTo("ns-1 web rs-1");
        assertThat(shown("%k8smeta.pod.labels %k8smeta.svc.name %k8smeta.svc.label[a]"))
                .isEqualTo("(app:web,tier:front) (web,all,bare) (1,3)");
        assertThat(shown("%k8smeta.svc.labels %k8smeta.rc.labels %k8smeta.rs.label[hash]"))
                .isEqualTo("(a:1,b:2,a:3) <NA> 7d9c");
        assertThat(Shown.holds(scene, "k8smeta.svc.name intersects (all, none)")).isTrue();
        assertThat(Shown.holds(scene, "k8smeta.pod.labels in (app:web, tier:front, x)")).isTrue();
    }

    @Test
    void theApiKnowsBetterThanLabelsAndLabelsBetterThanNothing() throws Exception {
        labelled(UID);
        assertThat(shown("%k8s.pod.name %k8s.ns.name %k8s.pod.labels %k8s.pod.ip %k8s.ns.id"))
                .isEqualTo("by-label by-label from:runtime 10.0.0.1 <NA>");

        tell("{\"pod\":{\"uid\":\"%s\",\"name\":\"by-api\"}}".formatted(UID));
        assertThat(shown("%k8s.pod.name %k8s.ns.name %k8s.pod.labels %k8s.pod.ip %k8s.node.name"))
                .isEqualTo("by-api by-label from:runtime 10.0.0.1 <NA>");
    }

    @Test
    void neverShowsThePodOfAnotherUid() throws Exception {
        labelled("another");
        tell(POD);

        assertThat(shown("%k8s.pod.name %k8s.pod.uid %k8s.deployment.name"))
                .isEqualTo("by-label another <NA>");
        scene.enter(10, "getuid");
        assertThat(Shown.line(scene, "%k8s.pod.name %k8s.pod.uid %k8s.svc.name %k8smeta.svc.name"))
                .as("on the host")
                .isEqualTo("<NA> <NA> <NA> <NA>");
    }

    @Test
    void cgroupsTellOfThePodWithoutARuntime() throws Exception {
        scene.process(30, 10, "sh", "", "memory=/kubepods/pod" + UID + "/0123\0");
        scene.enter(30, "getuid");
        assertThat(Shown.line(scene, "%k8s.pod.uid %k8s.pod.name")).isEqualTo(UID + " <NA>");

        tell(POD);
        scene.enter(30, "getuid");
        assertThat(Shown.line(scene, "%k8s.pod.uid %k8s.pod.name %k8s.deployment.name"))
                .isEqualTo(UID + " web-7d9c-x web");
    }

    @Test
    void anEventThatTellsOfAPodShowsIt() throws Exception {
        tell(POD);

        assertThat(Shown.line(scene, "%evt.asynctype %k8s.pod.name %k8s.rs.name"))
                .isEqualTo("k8s_pod web-7d9c-x web-7d9c");
    }

    private void labelled(String uid) {
        scene.play(
                0,
                Scene.newest("container", false),
                """
                {"container":{"id":"59fd49aa4072","ip":"10.0.0.1",
                "pod_sandbox_labels":{"from":"runtime"},
                "labels":{"io.kubernetes.pod.name":"by-label",
                "io.kubernetes.pod.namespace":"by-label","io.kubernetes.pod.uid":"%s"}}}\
                """
                        .formatted(uid));
    }

    private void tell(String json) {
        scene.enter(1, "asyncevent", 0, "k8s_pod", Scene.ascii(json));
    }

    private String shown(String format) throws Exception {
        scene.enter(20, "getuid");
        return Shown.line(scene, format);
    }
}
