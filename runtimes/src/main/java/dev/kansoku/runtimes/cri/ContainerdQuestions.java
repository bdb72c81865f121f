package dev.kansoku.runtimes.cri;

import dev.kansoku.engine.state.ContainerLabels;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.runtimes.grpc.GrpcConnection;
import dev.kansoku.runtimes.grpc.GrpcException;
import dev.kansoku.runtimes.grpc.ProtoReader;
import dev.kansoku.runtimes.grpc.ProtoWriter;
import java.io.IOException;
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

    /** Docker's, which Docker itself knows more of, and CRI's. */
    private static final String OF_DOCKER = "moby";

    private static final String OF_CRI = "k8s.io";

    /** Where nerdctl keeps the name of a container. */
    private static final String NAME_LABEL = "nerdctl/name";

    private final GrpcConnection connection;
    private final CriVersion version;

    ContainerdQuestions(GrpcConnection connection, CriVersion version) {
        this.connection = connection;
        this.version = version;
    }

    /** A container by its whole id, null where no namespace has it. */
    @Nullable ContainerState find(String id) throws IOException {
        byte[] request = new ProtoWriter().text(1, id).toBytes();
        for (String namespace : namespaces()) {
            byte[] answer = ask(CONTAINERS + "Get", request, namespace);
            if (answer != null) {
                ProtoReader in = new ProtoReader(answer);
                while (in.next()) {
                    if (in.field() == 1) {
                        return container(in.message(), namespace);
                    }
                }
            }
        }
        return null;
    }

    /** Containers that there are, whether they run or not. */
    List<ContainerState> all(int most) throws IOException {
        List<ContainerState> all = new ArrayList<>();
        for (String namespace : namespaces()) {
            byte[] answer = ask(CONTAINERS + "List", new byte[0], namespace);
            if (answer != null) {
                ProtoReader in = new ProtoReader(answer);
                while (in.next() && all.size() < most) {
                    if (in.field() == 1) {
                        all.add(container(in.message(), namespace));
                    }
                }
            }
        }
        return all;
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
        boolean others = name.equals(OF_DOCKER) || (name.equals(OF_CRI) && version.speaksCri());
        // What has other characters could not be sent as a header.
        if (!others && into.size() < MOST_NAMESPACES && name.matches("[A-Za-z0-9._-]{1,76}")) {
            into.add(name);
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

    private ContainerState container(ProtoReader in, String namespace) throws IOException {
        String id = "";
        String image = "";
        Map<String, String> labels = new TreeMap<>();
        byte[] spec = new byte[0];
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.text();
                case 2 -> in.entry(labels, SandboxAnswer.MOST_LABELS);
                case 3 -> image = in.text();
                case 5 -> spec = any(in.message());
                default -> {} // passed over
            }
        }
        OciSpec known = OciSpec.read(spec);
        Room room = new Room();
        return new ContainerState(
                ContainerAnswer.shortId(id),
                id,
                room.keep(labels.getOrDefault(NAME_LABEL, id)),
                "containerd",
                ImageAnswer.NONE.image(
                        room.keep(image), "", image.isEmpty() ? "" : target(namespace, image)),
                known.privileged(),
                "",
                "",
                "",
                known.shares("pid"),
                known.shares("network"),
                known.shares("ipc"),
                ContainerAnswer.keep(known.mounts(), room),
                ContainerLabels.of(room.keep(labels)),
                ContainerLabels.NONE,
                List.of());
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
