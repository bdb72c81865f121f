// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import dev.kansoku.containers.grpc.GrpcConnection;
import dev.kansoku.containers.grpc.GrpcException;
import dev.kansoku.containers.grpc.ProtoReader;
import dev.kansoku.containers.grpc.ProtoWriter;
import dev.kansoku.engine.state.ContainerState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What CRI is asked. The numbers are those of the fields in CRI's messages. */
final class CriQuestions {
    private final GrpcConnection connection;
    private final CriVersion version;

    CriQuestions(GrpcConnection connection, CriVersion version) {
        this.connection = connection;
        this.version = version;
    }

    /** A container or the sandbox of a pod by its whole id, null where there is none. */
    @Nullable ContainerState find(String id) throws IOException {
        byte[] answer = status("ContainerStatus", id);
        if (answer != null) {
            ContainerAnswer container = ContainerAnswer.read(answer);
            return container.id.equals(id) ? container(container) : null;
        }
        SandboxAnswer sandbox = sandbox(id);
        return sandbox == null ? null : pod(sandbox);
    }

    private ContainerState container(ContainerAnswer container) throws IOException {
        String sandboxId = container.info.sandboxId();
        if (sandboxId.isEmpty()) {
            sandboxId = listedSandbox(container.id);
        }
        SandboxAnswer sandbox = sandboxId.isEmpty() ? null : sandbox(sandboxId);
        if (sandbox == null) {
            sandbox = new SandboxAnswer();
            sandbox.id = sandboxId;
        }
        ContainerState.Image image = image(container.image, container.imageReference);
        return container.state(version.type(), image, sandbox);
    }

    private ContainerState pod(SandboxAnswer sandbox) throws IOException {
        return sandbox.state(version.type(), image(sandbox.info.image(), ""));
    }

    /** The sandbox of a container that its status does not tell. */
    private String listedSandbox(String id) throws IOException {
        byte[] request = new ProtoWriter().message(1, new ProtoWriter().text(1, id)).toBytes();
        ProtoReader answer = new ProtoReader(runtime("ListContainers", request));
        String sandboxId = "";
        while (answer.next()) {
            if (answer.field() == 1) {
                ProtoReader container = answer.message();
                while (container.next()) {
                    if (container.field() == 2) {
                        sandboxId = container.text();
                    }
                }
            }
        }
        return sandboxId;
    }

    private @Nullable SandboxAnswer sandbox(String id) throws IOException {
        byte[] answer = status("PodSandboxStatus", id);
        if (answer == null) {
            return null;
        }
        SandboxAnswer sandbox = SandboxAnswer.read(answer);
        return sandbox.id.equals(id) ? sandbox : null;
    }

    /**
     * The image of a container.
     *
     * @param name as its status has it
     * @param reference by which the runtime keeps it, empty where that is the name
     */
    private ContainerState.Image image(String name, String reference) throws IOException {
        String asked = reference.isEmpty() ? name : reference;
        if (asked.isEmpty()) {
            return ImageAnswer.NONE.image(name, reference, "");
        }
        byte[] request = new ProtoWriter().message(1, new ProtoWriter().text(1, asked)).toBytes();
        ImageAnswer image =
                ImageAnswer.read(
                        connection.call(version.api() + ".ImageService/ImageStatus", request));
        String target = "";
        if (version.isContainerd() && image.digests.isEmpty() && !image.tags.isEmpty()) {
            // An image that was imported has no digest by CRI.
            target =
                    new ContainerdQuestions(connection, version)
                            .target("k8s.io", image.tags.getFirst());
        }
        return image.image(name, reference, target);
    }

    /** A status with all that is known; null where there is none of this id. */
    private byte @Nullable [] status(String method, String id) throws IOException {
        try {
            return runtime(method, new ProtoWriter().text(1, id).number(2, 1).toBytes());
        } catch (GrpcException e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }

    private byte[] runtime(String method, byte[] request) throws IOException {
        return connection.call(version.api() + ".RuntimeService/" + method, request);
    }
}
