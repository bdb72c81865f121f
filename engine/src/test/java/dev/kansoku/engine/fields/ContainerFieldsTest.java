// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.golden.Captures;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.engine.state.Scene;
import dev.kansoku.filter.syntax.FilterException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Fields of a container, its pod and its probes, in events of a process (20) inside of it. */
class ContainerFieldsTest {
    private static final String ID = "59fd49aa4072";
    private static final String FULL_ID = ID.repeat(5) + "59fd";
    private static final String CGROUPS = "memory=/docker/" + FULL_ID + "\0";

    private final Scene scene =
            new Scene()
                    .process(10, 1, "containerd")
                    .process(20, 10, "nginx", "-g\0daemon off;\0", CGROUPS);

    @Test
    void showsWhatTheDescriptionTells() throws Exception {
        described(
                """
                "full_id":"%s","name":"web","type":0,"image":"registry:5000/lab/web:1.2",
                "imageid":"0ca0fed353fb","imagedigest":"sha256:b9ff","privileged":true,
                "ip":"10.1.2.3","cni_json":"{}","host_network":false,
                "labels":{"b":"2","a":"1","io.kubernetes.pod.name":"x","empty":""}\
                """
                        .formatted(FULL_ID));

        assertThat(shown("%container.id %container.name %container.type %container.image"))
                .isEqualTo("59fd49aa4072 web docker registry:5000/lab/web:1.2");
        assertThat(shown("%container.full_id")).isEqualTo(FULL_ID);
        assertThat(
                        shown(
                                "%container.image.id %container.image.repository"
                                        + " %container.image.tag %container.image.digest"))
                .isEqualTo("0ca0fed353fb registry:5000/lab/web 1.2 sha256:b9ff");
        assertThat(
                        shown(
                                "%container.privileged %container.host_network"
                                        + " %container.host_pid %container.host_ipc"))
                .isEqualTo("true false <NA> <NA>");
        assertThat(shown("%container.ip %container.cni.json")).isEqualTo("10.1.2.3 {}");
        assertThat(shown("%container.labels")).isEqualTo("a:1, b:2, empty");
        assertThat(shown("%container.label[a] %container.label.b %container.label.none"))
                .isEqualTo("1 2 <NA>");
        assertThat(Shown.holds(scene, "container.label[io.kubernetes.pod.name] = x")).isTrue();
    }

    @Test
    void isMissingWhereNothingToldOfTheContainer() throws Exception {
        assertThat(
                        shown(
                                "%container.id %container.name %container.image %container.mounts"
                                        + " %container.labels %k8s.pod.name"))
                .isEqualTo("59fd49aa4072 <NA> <NA> <NA> <NA> <NA>");
        assertThat(Shown.holds(scene, "proc.is_container_healthcheck = false")).isTrue();

        scene.enter(10, "getuid");
        assertThat(Shown.line(scene, "%container.id %container.name %container.image"))
                .isEqualTo("host host <NA>");
    }

    @Test
    void showsMountsByNumberAndPath() throws Exception {
        described(
                """
                "Mounts":[
                {"Source":"/proc","Destination":"/host/proc","Mode":"ro","RW":false,
                "Propagation":"rprivate"},
                {"Source":"/etc/ssl","Destination":"/ssl","Mode":"","RW":true,"Propagation":""}]\
                """);

        assertThat(shown("%container.mounts"))
                .isEqualTo("/proc:/host/proc:ro:false:rprivate,/etc/ssl:/ssl::true:");
        assertThat(shown("%container.mount[0]")).isEqualTo("/proc:/host/proc:ro:false:rprivate");
        assertThat(shown("%container.mount[/etc*]")).isEqualTo("/etc/ssl:/ssl::true:");
        assertThat(
                        shown(
                                "%container.mount.source[/ssl] %container.mount.source[/etc/ssl]"
                                        + " %container.mount.source[1]"))
                .isEqualTo("/etc/ssl <NA> /etc/ssl");
        assertThat(shown("%container.mount.dest[/proc] %container.mount.dest[2]"))
                .isEqualTo("/host/proc <NA>");
        assertThat(
                        shown(
                                "%container.mount.mode[0] %container.mount.rdwr[1]"
                                        + " %container.mount.propagation[/proc]"))
                .isEqualTo("ro true rprivate");
    }

    @Test
    void showsThePodThatLabelsTell() throws Exception {
        described(
                """
                "ip":"10.244.0.7","pod_sandbox_id":"0123456789abcdef","cni_json":"{\\"a\\":1}",
                "pod_sandbox_labels":{"app":"web","tier":"front"},
                "labels":{"io.kubernetes.pod.name":"web-1","io.kubernetes.pod.namespace":"shop",
                "io.kubernetes.pod.uid":"7f-1"}\
                """);

        assertThat(shown("%k8s.ns.name %k8s.pod.name %k8s.pod.uid %k8s.pod.id"))
                .isEqualTo("shop web-1 7f-1 7f-1");
        assertThat(shown("%k8s.pod.sandbox_id %k8s.pod.full_sandbox_id"))
                .isEqualTo("0123456789ab 0123456789abcdef");
        assertThat(shown("%k8s.pod.ip %k8s.pod.cni.json")).isEqualTo("10.244.0.7 {\"a\":1}");
        assertThat(shown("%k8s.pod.label[app] %k8s.pod.label.tier %k8s.pod.label.none"))
                .isEqualTo("web front <NA>");
        assertThat(shown("%k8s.pod.labels")).isEqualTo("app:web, tier:front");
        assertThat(shown("%container.labels %k8s.ns.labels %k8s.deployment.name"))
                .isEqualTo("<NA> <NA> <NA>");
    }

    @Test
    void takesThePodsAddressFromItsSandbox() throws Exception {
        described("\"pod_sandbox_id\":\"0123456789abcdef\"");
        tell(
                "{\"container\":{\"id\":\"0123456789ab\",\"ip\":\"10.244.0.9\","
                        + "\"cni_json\":\"{}\",\"pod_sandbox_labels\":{\"app\":\"db\"}}}");

        assertThat(shown("%k8s.pod.ip %k8s.pod.cni.json %k8s.pod.labels %container.ip"))
                .isEqualTo("10.244.0.9 {} app:db <NA>");
    }

    @Test
    void knowsProcessesThatRunAProbeAndThoseBelowThem() throws Exception {
        described(
                """
                "Healthcheck":{"exe":"/bin/curl","args":["-f","http://localhost/"]},
                "LivenessProbe":{"exe":"/bin/ok","args":[]},
                "ReadinessProbe":{"exe":"/bin/ready","args":["now"]}\
                """);
        scene.process(30, 10, "curl", "-f\0http://localhost/\0", CGROUPS);
        scene.process(31, 30, "sh", "-c\0x\0", CGROUPS);
        scene.process(32, 20, "curl", "-f\0", CGROUPS);
        scene.process(33, 20, "ok", "", CGROUPS);
        scene.process(34, 20, "ready", "now\0", CGROUPS);
        scene.process(35, 10, "ready", "now\0", "memory=/\0");

        assertThat(shown("%container.healthcheck|%container.liveness_probe"))
                .isEqualTo("/bin/curl -f http://localhost/|/bin/ok");
        assertThat(shown("%container.readiness_probe")).isEqualTo("/bin/ready now");
        assertThat(probes(20)).as("the server").isEqualTo("false false false");
        assertThat(probes(30)).isEqualTo("true false false");
        assertThat(probes(31)).as("below the health check").isEqualTo("true false false");
        assertThat(probes(32)).as("less arguments").isEqualTo("false false false");
        assertThat(probes(33)).isEqualTo("false true false");
        assertThat(probes(34)).isEqualTo("false false true");
        scene.process(36, 20, "ready", "now", CGROUPS);
        assertThat(probes(36)).as("without the last NUL").isEqualTo("false false true");
        assertThat(probes(35)).as("on the host").isEqualTo("false false false");
    }

    @Test
    void readsTheContainersOfAnOldCapture() throws Exception {
        Path file = Captures.file("502Error");
        if (file == null) {
            System.out.println("no ../shared: containers of a capture are not compared");
        }
        assumeTrue(file != null);
        Set<String> lines = new TreeSet<>();
        try (ScapSource source = new ScapSource(List.of(String.valueOf(file)))) {
            new Pipeline(
                            source,
                            new EventContext(),
                            context -> {
                                lines.add(line(context));
                                return true;
                            })
                    .run();
        }
        assertThat(lines)
                .containsExactly(
                        "59fd49aa4072 docker dockercloud/haproxy dockercloud/haproxy <NA> <NA>"
                                + " <NA>",
                        "c78a447010cd docker sysdig-example1-server sysdig-example1-server <NA>"
                                + " <NA> <NA>",
                        "host host <NA> <NA> <NA> <NA> <NA>");
    }

    private static String line(EventContext context) {
        try {
            return Shown.line(
                    context,
                    "%container.id %container.type %container.image %container.image.repository"
                            + " %container.image.tag %container.mounts %container.labels");
        } catch (FilterException e) {
            throw new AssertionError(e);
        }
    }

    private void described(String members) {
        tell("{\"container\":{\"id\":\"" + ID + "\"," + members + "}}");
    }

    private void tell(String json) {
        scene.play(0, Scene.newest("container", false), json);
    }

    private String probes(long pid) throws Exception {
        scene.enter(pid, "getuid");
        return Shown.line(
                scene,
                "%proc.is_container_healthcheck %proc.is_container_liveness_probe"
                        + " %proc.is_container_readiness_probe");
    }

    private String shown(String format) throws Exception {
        scene.enter(20, "getuid");
        return Shown.line(scene, format);
    }
}
