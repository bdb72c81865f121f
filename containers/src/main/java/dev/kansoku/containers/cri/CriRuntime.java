// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import dev.kansoku.containers.ContainerRuntime;
import dev.kansoku.containers.grpc.GrpcConnection;
import dev.kansoku.containers.grpc.GrpcException;
import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A runtime behind one socket: containerd, CRI-O, or another that speaks CRI. Each question has a
 * connection of its own, so that one that hangs holds up no other. Thread-safe.
 */
final class CriRuntime implements ContainerRuntime {
    /** How long one question may take with all the calls that it needs. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What the path of a control group says of containers that may be ours. */
    private static final Set<String> OWN_TYPES = Set.of("", "cri", "containerd", "cri-o");

    private final Path socket;

    /** What was found out about it, once it answered. */
    private volatile @Nullable CriVersion version;

    CriRuntime(Path socket) {
        this.socket = socket;
    }

    @Override
    public String type() {
        CriVersion known = version;
        return known == null ? "cri" : known.type();
    }

    @Override
    public String address() {
        return socket.toString();
    }

    @Override
    public boolean mayKnow(ContainerId id) {
        return OWN_TYPES.contains(id.type());
    }

    @Override
    public @Nullable ContainerState find(ContainerId id) throws IOException {
        try (GrpcConnection connection = GrpcConnection.open(socket, PATIENCE)) {
            CriVersion asked = version(connection);
            ContainerState found = null;
            if (asked.speaksCri() && !id.isGuess()) {
                found = new CriQuestions(connection, asked).find(id.id());
            }
            if (found == null && asked.isContainerd()) {
                found = new ContainerdQuestions(connection, asked).find(id);
            }
            return found;
        } catch (GrpcException e) {
            if (e.isUnimplemented()) {
                version = null; // another one listens there since
            }
            throw e;
        }
    }

    private CriVersion version(GrpcConnection connection) throws IOException {
        CriVersion known = version;
        if (known == null) {
            known = CriVersion.ask(connection);
            version = known;
        }
        return known;
    }
}
