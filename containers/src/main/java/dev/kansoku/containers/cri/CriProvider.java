// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import dev.kansoku.containers.ContainerRuntime;
import dev.kansoku.containers.RuntimeOptions;
import dev.kansoku.containers.RuntimeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the runtimes that speak CRI or containerd's own interface by their sockets. */
public final class CriProvider implements RuntimeProvider {
    /** Where the runtimes listen that distributions of Kubernetes and of Linux install. */
    private static final List<String> SOCKETS =
            List.of(
                    "/run/containerd/containerd.sock",
                    "/run/crio/crio.sock",
                    "/run/k3s/containerd/containerd.sock",
                    "/run/k0s/containerd.sock",
                    "/run/k0s/containerd/containerd.sock",
                    "/run/host-containerd/containerd.sock",
                    "/run/docker/containerd/containerd.sock",
                    "/var/snap/microk8s/common/run/containerd.sock",
                    "/run/cri-dockerd.sock");

    /** A service: made by its name. */
    public CriProvider() {}

    @Override
    public List<ContainerRuntime> available(RuntimeOptions options) {
        Set<Path> sockets = new LinkedHashSet<>();
        for (Path given : options.sockets()) {
            if (maySpeakGrpc(given)) {
                // Where it is not there yet, it may be later; else the user must be told.
                sockets.add(real(given));
            }
        }
        for (String usual : SOCKETS) {
            Path socket = options.onHost(usual);
            if (Files.exists(socket)) {
                sockets.add(real(socket));
            }
        }
        List<ContainerRuntime> runtimes = new ArrayList<>();
        for (Path socket : sockets) {
            runtimes.add(new CriRuntime(socket));
        }
        return runtimes;
    }

    /** Docker and Podman speak HTTP on theirs. */
    private static boolean maySpeakGrpc(Path socket) {
        String path = socket.toString();
        boolean docker = path.endsWith("docker.sock") || path.contains("podman");
        return !docker || path.contains("cri");
    }

    /** One socket may be there by several names. */
    private static Path real(Path socket) {
        try {
            return socket.toRealPath();
        } catch (IOException e) {
            return socket; // not there, or not to be followed: a question will tell
        }
    }
}
