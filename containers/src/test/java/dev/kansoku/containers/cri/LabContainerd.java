// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.containers.grpc.GrpcConnection;
import dev.kansoku.containers.grpc.ProtoReader;
import dev.kansoku.containers.grpc.ProtoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's containerd with a root, a state and a socket of its own, and what a kubelet would ask of
 * it. The numbers are those of the fields in CRI's messages.
 */
final class LabContainerd implements AutoCloseable {
    static final Path PROGRAM = Path.of("/usr/bin/containerd");
    static final String IMAGE = "kansoku.test/busybox:1";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NODE = 2;

    /** Where pods with a network of their own have their addresses. */
    static final String NETWORK = "10.254.77.";

    private final Path folder;
    private final String cgroup = "kansoku-lab-" + ProcessHandle.current().pid();
    private final List<String> sandboxes = new ArrayList<>();

    /** A pod as a kubelet has it. */
    record Pod(String name, String namespace, String uid) {
        private ProtoWriter metadata() {
            return new ProtoWriter().text(1, name).text(2, uid).text(3, namespace);
        }

        Map<String, String> labels() {
            return Map.of(
                    "io.kubernetes.pod.name", name,
                    "io.kubernetes.pod.namespace", namespace,
                    "io.kubernetes.pod.uid", uid);
        }
    }

    LabContainerd(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(
                folder.resolve("config.toml"),
                """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                [grpc]
                  address = "%1$s/containerd.sock"
                [plugins."io.containerd.grpc.v1.cri"]
                  sandbox_image = "%2$s"
                  disable_tcp_service = true
                  restrict_oom_score_adj = true
                  [plugins."io.containerd.grpc.v1.cri".cni]
                    bin_dir = "/usr/lib/cni"
                    conf_dir = "%1$s/cni"
                  [plugins."io.containerd.grpc.v1.cri".containerd]
                    snapshotter = "native"
                """
                        .formatted(folder, IMAGE));
        Files.createDirectory(folder.resolve("cni"));
        Files.writeString(
                folder.resolve("cni/10-lab.conflist"),
                """
                {"cniVersion":"0.4.0","name":"lab","plugins":[
                 {"type":"ptp","ipam":{"type":"host-local","dataDir":"%s/ipam","subnet":"%s0/24"}}]}
                """
                        .formatted(folder, NETWORK));
        Files.createDirectory(folder.resolve("logs"));
    }

    List<String> command() {
        return List.of(PROGRAM.toString(), "-c", folder + "/config.toml");
    }

    Path socket() {
        return folder.resolve("containerd.sock");
    }

    /** A namespace of containerd's that nobody else has, which its cgroups bear the name of. */
    String namespace() {
        return cgroup;
    }

    /** Waits until it answers. */
    void await() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (GrpcConnection connection = GrpcConnection.open(socket(), PATIENCE)) {
                connection.call("runtime.v1.RuntimeService/Status", new byte[0]);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** Runs {@code ctr} in a namespace of containerd's. */
    void ctr(String namespace, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("ctr", "-a", socket().toString(), "-n", namespace));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("logs/ctr.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        Process process = builder.start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as(() -> read(out)).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    void importImage(String namespace) throws Exception {
        Path file = folder.resolve("image.tar");
        Files.write(file, LabImage.archive(IMAGE));
        ctr(namespace, "image", "import", "--snapshotter", "native", file.toString());
    }

    /** Runs a pod in the machine's namespaces or in its own. */
    String runPod(Pod pod, boolean ofMachine) throws IOException {
        byte[] answer =
                call("RunPodSandbox", new ProtoWriter().message(1, configuration(pod, ofMachine)));
        String id = text(answer);
        sandboxes.add(id);
        return id;
    }

    private ProtoWriter configuration(Pod pod, boolean ofMachine) {
        ProtoWriter linux = new ProtoWriter().text(1, "/" + cgroup + "/pod" + pod.uid());
        if (ofMachine) {
            ProtoWriter namespaces = new ProtoWriter().number(1, NODE).number(3, NODE);
            linux.message(2, new ProtoWriter().message(1, namespaces));
        }
        ProtoWriter configuration =
                new ProtoWriter()
                        .message(1, pod.metadata())
                        .text(2, ofMachine ? "" : pod.name())
                        .text(3, folder.resolve("logs").toString())
                        .message(8, linux);
        labels(6, pod.labels(), configuration);
        labels(6, Map.of("tier", "backend"), configuration);
        return configuration;
    }

    private static void labels(int field, Map<String, String> labels, ProtoWriter into) {
        labels.forEach(
                (name, value) ->
                        into.message(field, new ProtoWriter().text(1, name).text(2, value)));
    }

    /** Makes a container in a pod and starts it. */
    String start(String sandbox, Pod pod, boolean ofMachine, String name, String... command)
            throws IOException {
        ProtoWriter container =
                new ProtoWriter()
                        .message(1, new ProtoWriter().text(1, name))
                        .message(2, new ProtoWriter().text(1, IMAGE));
        for (String word : command) {
            container.text(3, word);
        }
        container.message(
                7,
                new ProtoWriter()
                        .text(1, "/data")
                        .text(2, folder.resolve("logs").toString())
                        .number(3, 1));
        labels(9, pod.labels(), container);
        labels(9, Map.of("io.kubernetes.container.name", name, "team", "kansoku"), container);
        ProtoWriter security = new ProtoWriter().number(2, 0);
        if (ofMachine) {
            security.message(3, new ProtoWriter().number(1, NODE).number(3, NODE));
        }
        container.message(15, new ProtoWriter().message(2, security));
        String id =
                text(
                        call(
                                "CreateContainer",
                                new ProtoWriter()
                                        .text(1, sandbox)
                                        .message(2, container)
                                        .message(3, configuration(pod, ofMachine))));
        call("StartContainer", new ProtoWriter().text(1, id));
        return id;
    }

    private byte[] call(String method, ProtoWriter request) throws IOException {
        try (GrpcConnection connection = GrpcConnection.open(socket(), PATIENCE)) {
            return connection.call("runtime.v1.RuntimeService/" + method, request.toBytes());
        }
    }

    private static String text(byte[] answer) throws IOException {
        ProtoReader in = new ProtoReader(answer);
        return in.next() ? in.text() : "";
    }

    /** Ends the pods; containerd itself is the caller's to end. */
    @Override
    public void close() throws IOException {
        for (String id : sandboxes) {
            call("StopPodSandbox", new ProtoWriter().text(1, id));
            call("RemovePodSandbox", new ProtoWriter().text(1, id));
        }
        sandboxes.clear();
    }

    /** Removes the cgroups that the pods had lain in. */
    void removeCgroups() throws IOException {
        try (Stream<Path> hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
            for (Path hierarchy : hierarchies.toList()) {
                remove(hierarchy.resolve(cgroup));
            }
        }
        remove(Path.of("/sys/fs/cgroup", cgroup));
    }

    private static void remove(Path top) throws IOException {
        if (Files.isDirectory(top)) {
            try (Stream<Path> below = Files.walk(top)) {
                for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                    if (Files.isDirectory(path) && !path.toFile().delete()) {
                        System.out.println("left " + path);
                    }
                }
            }
        }
    }
}
