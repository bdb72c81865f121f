// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import dev.kansoku.containers.grpc.GrpcConnection;
import dev.kansoku.containers.grpc.GrpcException;
import dev.kansoku.containers.grpc.ProtoReader;
import dev.kansoku.containers.grpc.ProtoWriter;
import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.engine.state.ContainerState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What containerd's own interface is asked: containers of namespaces that CRI does not show, such
 * as those of {@code ctr} and {@code nerdctl}. The numbers are those of the fields in its messages.
 */
final class ContainerdQuestions {
    private static final String CONTAINERS = "containerd.services.containers.v1.Containers/";
    private static final String NAMESPACES = "containerd.services.namespaces.v1.Namespaces/";
    private static final String IMAGES = "containerd.services.images.v1.Images/";

    /** The header that says in which namespace to look. */
    private static final String NAMESPACE = "containerd-namespace";

    private static final int MOST_NAMESPACES = 32;

    /** Docker's, of which Docker itself knows more, and CRI's. */
    private static final String OF_DOCKER = "moby";

    private static final String OF_CRI = "k8s.io";

    /** What containerd's CRI notes on its containers: what kind it is of, and of a sandbox more. */
    private static final String NOTES = "io.cri-containerd.";

    private static final String KIND = NOTES + "kind";
    private static final String SANDBOX = "sandbox";
    private static final String SANDBOX_METADATA = NOTES + "sandbox.metadata";
    private static final String POD_NAME = "io.kubernetes.pod.name";

    /** The one that a path tells of, so that a name is looked for there first. */
    private static final String FIRST = "default";

    /** Where nerdctl keeps the name of a container. */
    private static final String NAME_LABEL = "nerdctl/name";

    private final GrpcConnection connection;
    private final CriVersion version;

    ContainerdQuestions(GrpcConnection connection, CriVersion version) {
        this.connection = connection;
        this.version = version;
    }

    /** A container by its whole id, null where no namespace has it. */
    @Nullable ContainerState find(ContainerId id) throws IOException {
        byte[] request = new ProtoWriter().text(1, id.id()).toBytes();
        for (String namespace : namespaces()) {
            byte[] answer = ask(CONTAINERS + "Get", request, namespace);
            if (answer != null) {
                ProtoReader in = new ProtoReader(answer);
                while (in.next()) {
                    if (in.field() == 1) {
                        ContainerState found = container(in.message(), namespace, id.guess());
                        if (found != null) {
                            return found;
                        }
                    }
                }
            }
        }
        return null;
    }

    /** The digest that an image's name stands for, empty where there is no such image. */
    String target(String namespace, String image) throws IOException {
        byte[] answer = ask(IMAGES + "Get", new ProtoWriter().text(1, image).toBytes(), namespace);
        String digest = "";
        if (answer != null) {
            ProtoReader in = new ProtoReader(answer);
            while (in.next()) {
                if (in.field() == 1) {
                    digest = digest(in.message());
                }
            }
        }
        return digest;
    }

    /** The digest of an image's third field, which says what it points to. */
    private static String digest(ProtoReader image) throws IOException {
        String digest = "";
        while (image.next()) {
            if (image.field() == 3) {
                ProtoReader target = image.message();
                while (target.next()) {
                    if (target.field() == 2) {
                        digest = target.text();
                    }
                }
            }
        }
        return digest;
    }

    private List<String> namespaces() throws IOException {
        List<String> names = new ArrayList<>();
        ProtoReader in = new ProtoReader(connection.call(NAMESPACES + "List", new byte[0]));
        while (in.next()) {
            if (in.field() == 1) {
                ProtoReader namespace = in.message();
                while (namespace.next()) {
                    if (namespace.field() == 1) {
                        add(namespace.text(), names);
                    }
                }
            }
        }
        return names;
    }

    private void add(String name, List<String> into) {
        // What has other characters could not be sent as a header.
        if (!name.equals(OF_DOCKER)
                && into.size() < MOST_NAMESPACES
                && name.matches("[A-Za-z0-9._-]{1,76}")) {
            into.add(name.equals(FIRST) ? 0 : into.size(), name);
        }
    }

    /** The answer for one namespace, null where what was asked for is not there. */
    private byte @Nullable [] ask(String method, byte[] request, String namespace)
            throws IOException {
        try {
            return connection.call(method, request, Map.of(NAMESPACE, namespace));
        } catch (GrpcException e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }

    /**
     * Reads a container.
     *
     * @param cgroup the path that its cgroup must have, empty where any will do
     * @return null where it has another
     */
    private @Nullable ContainerState container(ProtoReader in, String namespace, String cgroup)
            throws IOException {
        String id = "";
        String image = "";
        Map<String, String> labels = new TreeMap<>();
        byte[] spec = new byte[0];
        String metadata = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.text();
                case 2 -> in.entry(labels, SandboxAnswer.MOST_LABELS);
                case 3 -> image = in.text();
                case 5 -> spec = any(in.message());
                case 10 -> {
                    String found = extension(in.message(), SANDBOX_METADATA);
                    metadata = found.isEmpty() ? metadata : found;
                }
                default -> {} // passed over
            }
        }
        OciSpec known = OciSpec.read(spec);
        if (!cgroup.isEmpty() && !cgroup.equals(known.cgroup())) {
            return null;
        }
        // CRI tells of the sandbox of a pod only after it has started.
        boolean sandbox = SANDBOX.equals(labels.get(KIND));
        if (namespace.equals(OF_CRI) && version.speaksCri() && !sandbox) {
            return null;
        }
        labels.keySet().removeIf(label -> label.startsWith(NOTES));
        VerboseInfo info = VerboseInfo.read(metadata);
        String name = labels.getOrDefault(sandbox ? POD_NAME : NAME_LABEL, id);
        Room room = new Room();
        return new ContainerState(
                shortened(id),
                id,
                room.keep(name),
                "containerd",
                ImageAnswer.NONE.image(
                        room.keep(image), "", image.isEmpty() ? "" : target(namespace, image)),
                sandbox ? info.privileged() : known.privileged(),
                room.keep(info.ip()),
                room.keep(info.cni()),
                sandbox ? id : "",
                known.shares("pid"),
                known.shares("network"),
                known.shares("ipc"),
                ContainerAnswer.keep(known.mounts(), room),
                ContainerLabels.of(room.keep(labels)),
                sandbox ? ContainerLabels.of(room.keep(labels)) : ContainerLabels.NONE,
                List.of(),
                cgroup);
    }

    /** Ids of namespaces other than CRI's may be names, which are not shortened. */
    private static String shortened(String id) {
        return new ContainerId(id, "").shortId();
    }

    /** The content of an extension that has a name, empty where this entry has another. */
    private static String extension(ProtoReader entry, String name) throws IOException {
        String content = "";
        boolean wanted = false;
        while (entry.next()) {
            if (entry.field() == 1) {
                wanted = entry.text().equals(name);
            } else if (entry.field() == 2) {
                content = new String(any(entry.message()), StandardCharsets.UTF_8);
            }
        }
        return wanted ? content : "";
    }

    /** The content of a message of any type. */
    private static byte[] any(ProtoReader in) throws IOException {
        byte[] value = new byte[0];
        while (in.next()) {
            if (in.field() == 2) {
                value = in.bytes();
            }
        }
        return value;
    }
}
