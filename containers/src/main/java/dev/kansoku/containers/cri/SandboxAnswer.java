// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import dev.kansoku.containers.grpc.ProtoReader;
import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.engine.state.ContainerState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What CRI answers about the sandbox of a pod: the container that holds its namespaces. */
final class SandboxAnswer {
    static final int MOST_LABELS = 256;

    /** The mode of a namespace that is the machine's. */
    private static final int NODE = 2;

    private static final String POD_NAME = "io.kubernetes.pod.name";
    private static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
    private static final String POD_UID = "io.kubernetes.pod.uid";

    String id = "";
    String name = "";
    private String uid = "";
    private String namespace = "";
    String ip = "";
    @Nullable Boolean hostNetwork;
    @Nullable Boolean hostPid;
    @Nullable Boolean hostIpc;
    final Map<String, String> labels = new TreeMap<>();
    VerboseInfo info = VerboseInfo.NONE;

    static SandboxAnswer read(byte[] answer) throws IOException {
        SandboxAnswer sandbox = new SandboxAnswer();
        Map<String, String> infos = new TreeMap<>();
        ProtoReader in = new ProtoReader(answer);
        while (in.next()) {
            if (in.field() == 1) {
                sandbox.status(in.message());
            } else if (in.field() == 2) {
                in.entry(infos, MOST_LABELS);
            }
        }
        sandbox.info = VerboseInfo.read(infos.getOrDefault(VerboseInfo.NAME, ""));
        return sandbox;
    }

    private void status(ProtoReader in) throws IOException {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.text();
                case 2 -> metadata(in.message());
                case 5 -> network(in.message());
                case 6 -> linux(in.message());
                case 7 -> in.entry(labels, MOST_LABELS);
                default -> {} // passed over
            }
        }
    }

    private void metadata(ProtoReader in) throws IOException {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> uid = in.text();
                case 3 -> namespace = in.text();
                default -> {} // passed over
            }
        }
    }

    private void network(ProtoReader in) throws IOException {
        while (in.next()) {
            if (in.field() == 1) {
                ip = in.text();
            }
        }
    }

    /** Down to the modes of the namespaces, each of which is the pod's own where it is not told. */
    private void linux(ProtoReader in) throws IOException {
        while (in.next()) {
            if (in.field() == 1) {
                ProtoReader namespaces = in.message();
                while (namespaces.next()) {
                    if (namespaces.field() == 2) {
                        namespaceModes(namespaces.message());
                    }
                }
            }
        }
    }

    private void namespaceModes(ProtoReader in) throws IOException {
        hostNetwork = false;
        hostPid = false;
        hostIpc = false;
        while (in.next()) {
            boolean host = in.number() == NODE;
            switch (in.field()) {
                case 1 -> hostNetwork = host;
                case 2 -> hostPid = host;
                case 3 -> hostIpc = host;
                default -> {} // passed over
            }
        }
    }

    /** What of the pod's own every container of it has among its labels. */
    void addPod(Map<String, String> into) {
        addPod(POD_NAME, name, into);
        addPod(POD_NAMESPACE, namespace, into);
        addPod(POD_UID, uid, into);
    }

    private static void addPod(String label, String value, Map<String, String> into) {
        if (!value.isEmpty()) {
            into.putIfAbsent(label, value);
        }
    }

    /** The sandbox as a container of its own. */
    ContainerState state(String type, ContainerState.Image image) {
        Map<String, String> all = new TreeMap<>(labels);
        addPod(all);
        Room room = new Room();
        return new ContainerState(
                ContainerAnswer.shortId(id),
                id,
                room.keep(name),
                type,
                image,
                info.privileged(),
                room.keep(ip),
                room.keep(info.cni()),
                id,
                hostPid,
                hostNetwork,
                hostIpc,
                List.of(),
                ContainerLabels.of(room.keep(all)),
                ContainerLabels.of(room.keep(labels)),
                List.of());
    }
}
