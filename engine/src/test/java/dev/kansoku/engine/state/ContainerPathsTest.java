// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which paths of cgroups are those of containers. */
class ContainerPathsTest {
    private static final String A = "a1".repeat(32);
    private static final String B = "b2".repeat(32);
    private static final LearnedPaths NOTHING = new LearnedPaths();

    /** {@code A} and {@code B} stand for whole ids; the type {@code -} for one the path hides. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /docker/A | A | docker
                    /docker/A/docker/B | B | docker
                    /docker/A/system.slice/docker-B.scope | B | docker
                    /docker/A/system.slice/ssh.service | A | docker
                    /docker/A/init.scope | A | docker
                    /system.slice/docker-A.scope | A | docker
                    /system.slice/docker-A.scope/init.scope | A | docker
                    /user.slice/user-1000.slice/user@1000.service/user.slice/docker-A.scope | A | docker
                    /system.slice/docker.service/docker/A | A | docker
                    /docker/buildkit/x3k1q0fj6y2m4l5n7p8r9s0t1 | x3k1q0fj6y2m4l5n7p8r9s0t1 | docker
                    /actions_job/A | A | -
                    /machine.slice/libpod-A.scope | A | podman
                    /machine.slice/libpod-A.scope/container | A | podman
                    /machine.slice/machine-libpod_pod_B.slice/libpod-A.scope | A | podman
                    /user.slice/user-1000.slice/user@1000.service/user.slice/libpod-A.scope/container | A | podman
                    /libpod_parent/libpod-A | A | podman
                    /libpod_parent/B/libpod-A | A | podman
                    /system.slice/web.service/libpod-payload-A | A | podman
                    /docker/A/libpod_parent/libpod-B | B | podman
                    /docker/A/machine.slice/libpod-conmon-B.scope | A | docker
                    /kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1e9f5bd2_8b4c_4d1a_9b53_0f6c1d2e3f40.slice/crio-A.scope | A | cri-o
                    /kubepods.slice/kubepods-pod1.slice/crio-A.scope/container | A | cri-o
                    /kubepods/burstable/pod1e9f5bd2-8b4c-4d1a-9b53-0f6c1d2e3f40/crio-A | A | cri-o
                    /kubepods.slice/kubepods-pod1.slice/cri-containerd-A.scope | A | containerd
                    /kubepods/besteffort/pod1e9f5bd2-8b4c-4d1a-9b53-0f6c1d2e3f40/A | A | -
                    /system.slice/containerd.service/kubepods-burstable-pod1.slice:cri-containerd:A | A | containerd
                    /docker/A/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod1.slice/cri-containerd-B.scope | B | containerd
                    /docker/A/kubelet/kubepods/besteffort/pod1/B | B | -
                    /default/my-redis | my-redis | containerd
                    /default/A | A | containerd
                    /default/my-redis/inner | my-redis | containerd
                    /system.slice/nerdctl-A.scope | A | containerd
                    /k8s.io/A | A | -
                    /ecs/2f4f5b3e-7f2a-4e6c-9d0f-1a2b3c4d5e6f/A | A | docker
                    /ecs/cluster/0123456789abcdef0123456789abcdef/A | A | docker
                    /ecs/0123456789abcdef/0123456789abcdef-2531612879 | 0123456789abcdef-2531612879 | containerd
                    /ecstasks.slice/ecstasks-0123456789abcdef.slice/docker-A.scope | A | docker
                    /system.slice/bpm-redis-server.scope | redis-server | bpm
                    /bpm-redis-server | redis-server | bpm
                    /lxc/web | web | lxc
                    /lxc/101/ns/init.scope | 101 | lxc
                    /lxc.payload.web/system.slice/cron.service | web | lxc
                    /lxc.payload/web/user.slice | web | lxc
                    /lxc.payload.web/docker/A | A | docker
                    /machine.slice/machine-lxc\\x2d4711\\x2dvm1.scope | vm1 | libvirt-lxc
                    /machine/vm1.libvirt-lxc | vm1 | libvirt-lxc
                    /machine.slice/machine-debian\\x2d13.scope | debian-13 | systemd-nspawn
                    /machine.slice/machine-debian.scope/payload/init.scope | debian | systemd-nspawn
                    /machine.slice/systemd-nspawn@web\\x2d1.service/payload/system.slice/x.service | web-1 | systemd-nspawn
                    /machine.slice/machine-debian.scope/payload/system.slice/docker-A.scope | A | docker
                    /machine.slice/machine-rkt\\x2d9b1e3c.scope | 9b1e3c | rkt
                    /mesos/9b1e3c30-d1ec-4d4a | 9b1e3c30-d1ec-4d4a | mesos
                    /user.slice/crun-box.scope | box | crun
                    /system.slice/runc-box.scope | box | runc
                    /system.slice/newruntime-A.scope | A | -
                    /foo:newruntime:A | A | -
                    /A | A | -
                    """)
    void recognises(String path, String id, String type) {
        String whole = path.replaceAll("\\bA\\b|(?<=_)A\\b", A).replaceAll("\\bB\\b|(?<=_)B\\b", B);
        ContainerKey key = find("cpuset=/\0cpu=" + whole + "\0memory=/init.scope\0");

        assertThat(key).as(whole).isNotNull();
        assertThat(text(key)).isEqualTo(id.equals("A") ? A : id.equals("B") ? B : id);
        assertThat(key.type()).isEqualTo(type.equals("-") ? "" : type);
        assertThat(key.shortLength()).isEqualTo(id.length() == 1 ? 12 : id.length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /
                    /init.scope
                    /system.slice
                    /system.slice/docker.service
                    /system.slice/containerd.service
                    /system.slice/ssh.service
                    /system.slice/lxc.service
                    /user.slice/user-1000.slice/session-1.scope
                    /user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-terminal-5124.scope
                    /machine.slice
                    /machine.slice/libpod-conmon-A.scope
                    /libpod_parent/conmon
                    /user.slice/user-1000.slice/user@1000.service/user.slice/libpod-conmon-A.scope
                    /kubepods/burstable/pod1/crio-conmon-A
                    /kubepods.slice/kubepods-pod1.slice/crio-conmon-A.scope
                    /kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1e9f5bd2_8b4c_4d1a_9b53_0f6c1d2e3f40.slice
                    /kubepods/besteffort/pod1e9f5bd2-8b4c-4d1a-9b53-0f6c1d2e3f40
                    /machine.slice/machine-qemu\\x2d1\\x2dvm1.scope
                    /machine.slice/machine-qemu\\x2d1\\x2dvm1.scope/libvirt/emulator
                    /machine.slice/machine-debian.scope/supervisor
                    /machine.slice/systemd-nspawn@web.service/supervisor
                    /lxc
                    /lxc/
                    /lxc.monitor.web
                    /lxc.monitor/web
                    /lxc.pivot
                    /docker
                    /docker/buildkit
                    /default
                    /user.slice/default/x
                    /build/0123456789abcdef0123456789abcdef
                    /system.slice/run-r0123456789abcdef0123456789abcdef.scope
                    /system.slice/docker-A0.scope
                    /system.slice/docker-xA.service
                    """)
    void isTheMachinesOwn(String path) {
        String whole = path.replace("A", A);

        assertThat(find("cpuset=/\0cpu=" + whole + "\0memory=" + whole + "\0")).isNull();
    }

    @Test
    void takesTheFirstSubsystemThatTells() {
        assertThat(text(find("cpu=/\0memory=/docker/" + A + "\0pids=/docker/" + B + "\0")))
                .isEqualTo(A);
        assertThat(text(find("a=b=/docker/" + A))).isEqualTo(A);
        assertThat(find("")).isNull();
        assertThat(find("\0\0=\0/\0cpu\0=/")).isNull();
    }

    @Test
    void learnsPathsThatSayNothing() {
        LearnedPaths learned = new LearnedPaths();
        ContainerKey box = new ContainerKey("box".getBytes(StandardCharsets.UTF_8), "runc");
        learned.put("/lab/box", box);
        learned.put("/", box);
        learned.put("/lab/", box);
        learned.put("/system.slice", box);

        assertThat(find("cpu=/lab/box\0", learned)).isSameAs(box);
        assertThat(find("cpu=/lab/box/inner\0", learned)).isSameAs(box);
        assertThat(text(find("cpu=/lab/box/docker/" + A + "\0", learned))).isEqualTo(A);
        assertThat(find("cpu=/lab/boxes\0", learned)).isNull();
        assertThat(find("cpu=/lab\0", learned)).isNull();
        assertThat(find("cpu=/system.slice/x.service\0", learned)).isNull();

        learned.remove("/lab/box", new ContainerKey("other".getBytes(StandardCharsets.UTF_8), ""));
        assertThat(find("cpu=/lab/box\0", learned)).isSameAs(box);
        learned.remove("/lab/box", box);
        assertThat(find("cpu=/lab/box\0", learned)).isNull();
    }

    /** Whatever lies around it, a container's id is found whole or not at all. */
    @Test
    void neverConfusesContainers() {
        Random random = new Random(20261126);
        String[] words = {
            "docker",
            "lxc",
            "system.slice",
            "init.scope",
            "kubepods",
            "x",
            "machine.slice",
            "libpod-conmon-" + B + ".scope",
            "user.slice",
            "pod1",
            "supervisor",
            "a".repeat(63)
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder id = new StringBuilder();
            for (int d = 0; d < 64; d++) {
                id.append(Character.forDigit(random.nextInt(16), 16));
            }
            List<String> components = new ArrayList<>();
            int before = random.nextInt(3);
            for (int w = 0; w < before; w++) {
                components.add(words[random.nextInt(words.length)]);
            }
            components.add(id.toString());
            if (random.nextInt(4) == 0) {
                components.add("system.slice");
                components.add("app" + i + ".service");
            }
            String path = "/" + String.join("/", components);

            assertThat(text(find("cpu=/\0memory=" + path + "\0")))
                    .as(path)
                    .isEqualTo(id.toString());
        }
    }

    @Test
    void endsWithAnyBytes() {
        Random random = new Random(7);
        String alphabet = "/=\0-_.\\x2dabcdef0123456789{}*:dockerlxc";
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            ContainerKey key = ContainerPaths.find(bytes, NOTHING);
            assertThat(key == null || key.id().length <= bytes.length).isTrue();
            ContainerPaths.guess(bytes);
            PodUid.of(bytes);
        }
        assertThat(find("cpu=" + "/a".repeat(1000) + "/" + A + "\0")).isNull();
    }

    @Test
    void guessesWhereARuntimeMayHaveMadeTheCgroup() {
        assertThat(ContainerId.of(bytes("cpu=/\0memory=/lab/box\0")))
                .isEqualTo(new ContainerId("box", "", "/lab/box"));
        assertThat(ContainerId.of(bytes("cpu=/\0memory=/system.slice/ssh.service\0"))).isNull();
        assertThat(ContainerId.of(bytes("cpu=/docker/" + A + "\0")))
                .isEqualTo(new ContainerId(A, "docker"));
    }

    private static @Nullable ContainerKey find(String cgroups) {
        return find(cgroups, NOTHING);
    }

    private static @Nullable ContainerKey find(String cgroups, LearnedPaths learned) {
        return ContainerPaths.find(bytes(cgroups), learned);
    }

    private static String text(@Nullable ContainerKey key) {
        return key == null ? "none" : new String(key.id(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
