// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.containers.ContainerRuntime;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ContainerState.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of runtimes say. */
class LocalRuntimesTest {
    private static final String ID = "7a5f".repeat(16);

    @TempDir Path host;

    private static final String RUNC_STATE =
            """
            {"id":"box","config":{
              "mounts":[
               {"source":"/srv/data","destination":"/data","device":"bind","flags":20481,"propagation_flags":[278528]},
               {"source":"proc","destination":"/proc","device":"proc","flags":14}],
              "namespaces":[{"type":"NEWPID","path":""},{"type":"NEWNET","path":"/proc/7/ns/net"}],
              "capabilities":{"Effective":["CAP_KILL"]},"mask_paths":["/proc/kcore"],
              "labels":["bundle=/b","org.lab.tier=back","io.kubernetes.cri.container-name=web",
                "io.kubernetes.cri.sandbox-name=pod-1","io.kubernetes.cri.image-name=lab/web:1"]},
             "cgroup_paths":{"":"/sys/fs/cgroup/unified/lab/box","memory":"/sys/fs/cgroup/memory/deep/lab/box",
               "cpu":"/sys/fs/cgroup/cpu/lab/box"}}
            """;

    private void write(String path, String text) throws IOException {
        Path file = host.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private @Nullable ContainerState find(ContainerId id) throws IOException {
        for (ContainerRuntime runtime :
                new LocalRuntimes().available(new RuntimeOptions(host, List.of()))) {
            ContainerState found = runtime.mayKnow(id) ? runtime.find(id) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static ContainerId guess(String path) {
        return new ContainerId(path.substring(path.lastIndexOf('/') + 1), "", path);
    }

    @Test
    void readsTheStateOfRunc() throws IOException {
        write("run/runc/box/state.json", RUNC_STATE);

        ContainerState box = Objects.requireNonNull(find(guess("/lab/box")));

        assertThat(box.id()).isEqualTo("box");
        assertThat(box.type()).isEqualTo("runc");
        assertThat(box.cgroup()).isEqualTo("/lab/box");
        assertThat(box.name()).isEqualTo("web");
        assertThat(box.image().tag()).isEqualTo("1");
        assertThat(box.privileged()).isFalse();
        assertThat(box.hostPid()).isFalse();
        assertThat(box.hostNetwork()).as("that of another process").isNull();
        assertThat(box.hostIpc()).isTrue();
        assertThat(box.mounts())
                .containsExactly(new Mount("/srv/data", "/data", "", false, "rprivate"));
        assertThat(box.labels().value("org.lab.tier")).isEqualTo("back");
        assertThat(box.labels().value("io.kubernetes.pod.name")).isEqualTo("pod-1");
    }

    @Test
    void takesNoOtherCgroupForThatOfAContainer() throws IOException {
        write("run/runc/box/state.json", RUNC_STATE);

        assertThat(find(guess("/box"))).as("only the end of the path").isNull();
        assertThat(find(guess("/deep/lab/box"))).as("its path elsewhere").isNotNull();
        assertThat(find(guess("/other/box"))).isNull();
        assertThat(find(guess("/lab/box/inner"))).isNull();
        assertThat(find(new ContainerId("..", "", "/.."))).isNull();
        assertThat(find(new ContainerId("../runc/box", "runc"))).isNull();
    }

    @Test
    void findsAContainerThatIsCalledOtherwiseThanItsCgroup() throws IOException {
        write("run/runc/front/state.json", RUNC_STATE);

        assertThat(Objects.requireNonNull(find(guess("/lab/box"))).id()).isEqualTo("front");
    }

    @Test
    void believesAUserOnlyBelowTheUsersOwnSlice() throws IOException {
        String own = "/user.slice/user-1000.slice/box";
        write("run/user/1000/crun/box/status", "{\"cgroup-path\":\"" + own + "\"}");
        write("run/user/1000/crun/" + ID + "/status", "{}");
        write("run/user/1000/crun/liar/status", "{\"cgroup-path\":\"/lab/box\"}");

        assertThat(find(guess(own))).isNotNull();
        assertThat(find(guess("/lab/box"))).isNull();
        assertThat(find(new ContainerId(ID, "docker"))).isNull();
    }

    @Test
    void knowsALittleOfContainersOfOthers() throws IOException {
        write("run/containerd/runc/k8s.io/" + ID + "/state.json", RUNC_STATE);

        ContainerState known = Objects.requireNonNull(find(new ContainerId(ID, "containerd")));

        assertThat(known.type()).isEqualTo("containerd");
        assertThat(known.id()).isEqualTo(ID.substring(0, 12));
        assertThat(known.cgroup()).isEmpty();
    }

    @Test
    void readsTheStatusOfCrun() throws IOException {
        write("run/crun/cbox/status", "{\"pid\":1,\"cgroup-path\":\"/cbox\",\"bundle\":\"/b\"}");
        write(
                "run/crun/cbox/config.json",
                """
                {"annotations":{"org.lab.tier":"back"},
                 "mounts":[{"source":"/srv","destination":"/d","options":["rbind","rslave"]}],
                 "linux":{"namespaces":[{"type":"pid"}]},
                 "process":{"capabilities":{"effective":
                  ["CAP_SYS_ADMIN","CAP_SYS_MODULE","CAP_SYS_PTRACE","CAP_NET_ADMIN"]}}}
                """);

        ContainerState box = Objects.requireNonNull(find(guess("/cbox")));

        assertThat(box.type()).isEqualTo("crun");
        assertThat(box.name()).isEqualTo("cbox");
        assertThat(box.privileged()).isTrue();
        assertThat(box.hostPid()).isFalse();
        assertThat(box.hostNetwork()).isTrue();
        assertThat(box.mounts()).containsExactly(new Mount("/srv", "/d", "", true, "rslave"));
        assertThat(box.labels().value("org.lab.tier")).isEqualTo("back");
        assertThat(find(guess("/x/cbox"))).isNull();
    }

    @Test
    void readsMachinesAndLxc() throws IOException {
        write("run/systemd/machines/debian", "NAME=debian\nCLASS=container\nLEADER=7\n");
        write("run/systemd/machines/vm1", "NAME=vm1\nCLASS=vm\n");
        write(
                "var/lib/lxc/web/config",
                """
                # made by hand
                lxc.net.0.ipv4.address = 10.0.3.7/24
                lxc.mount.entry = /srv data none bind,ro 0 0
                lxc.idmap = u 0 100000 65536
                """);

        assertThat(Objects.requireNonNull(find(new ContainerId("debian", "systemd-nspawn"))).name())
                .isEqualTo("debian");
        assertThat(find(new ContainerId("vm1", "systemd-nspawn"))).isNull();
        ContainerState web = Objects.requireNonNull(find(new ContainerId("web", "lxc")));
        assertThat(web.ip()).isEqualTo("10.0.3.7");
        assertThat(web.privileged()).isFalse();
        assertThat(web.mounts()).containsExactly(new Mount("/srv", "/data", "", false, ""));
    }

    @Test
    void refusesWhatIsNoStateAtAll() throws IOException {
        write("run/runc/torn/state.json", "{\"config\":{\"labels\":[");
        write("run/runc/large/state.json", " ".repeat((1 << 20) + 1));
        Files.createSymbolicLink(
                Files.createDirectories(host.resolve("run/runc/link")).resolve("state.json"),
                Path.of("/etc/passwd"));
        ContainerRuntime runc =
                new LocalRuntimes().available(new RuntimeOptions(host, List.of())).getFirst();

        assertThatThrownBy(() -> runc.find(new ContainerId("torn", "runc")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not JSON");
        assertThat(runc.find(new ContainerId("large", "runc"))).isNull();
        assertThat(runc.find(new ContainerId("link", "runc"))).isNull();
    }
}
