// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.docker;

import dev.kansoku.containers.ContainerRuntime;
import dev.kansoku.containers.JsonTree;
import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One daemon that speaks Docker's interface. Thread-safe. */
final class DockerRuntime implements ContainerRuntime {
    private static final String DOCKER = "docker";
    private static final String PODMAN = "podman";

    /** Descriptions of images that are remembered; they never change. */
    private static final int IMAGES = 256;

    private final UnixHttp http;
    private final Map<String, JsonTree> images = new LinkedHashMap<>(16, 0.75f, true);
    private final boolean ofUser;
    private volatile String type;

    /**
     * @param ofUser whether some user of the machine answers, who is believed only of containers
     *     whose cgroups say that they are Docker's or Podman's
     */
    DockerRuntime(UnixHttp http, boolean ofUser) {
        this.http = http;
        this.ofUser = ofUser;
        this.type = http.socket().toString().contains(PODMAN) ? PODMAN : "";
    }

    @Override
    public String type() {
        return type.isEmpty() ? DOCKER : type;
    }

    @Override
    public String address() {
        return http.socket().toString();
    }

    @Override
    public boolean mayKnow(ContainerId id) {
        if (!isId(id.id()) || id.isGuess()) {
            return false;
        }
        return switch (id.type()) {
            case "" -> !ofUser;
            case DOCKER, PODMAN -> type.isEmpty() || type.equals(id.type());
            default -> false;
        };
    }

    /** Only such an id may become part of a question. */
    private static boolean isId(String id) {
        return id.length() >= 12
                && id.length() <= 64
                && id.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'));
    }

    @Override
    public @Nullable ContainerState find(ContainerId id) throws IOException {
        JsonTree container = http.get("/containers/" + id.id() + "/json");
        if (container == null) {
            return null;
        }
        JsonTree addresses = addressesOf(container);
        if (!container.at("HostConfig", "Privileged").isThere()) {
            // Podman's older daemons say it in their own interface alone.
            JsonTree own = http.get("/v1.40.0/libpod/containers/" + id.id() + "/json");
            container = own == null ? container : own;
        }
        return Inspection.read(
                container, addresses, image(container.text("Image")), realType(id.type()));
    }

    /** A container may live in the network of another. */
    private JsonTree addressesOf(JsonTree container) throws IOException {
        String mode = container.text("HostConfig", "NetworkMode");
        String other = mode.startsWith("container:") ? mode.substring("container:".length()) : "";
        JsonTree found = isId(other) ? http.get("/containers/" + other + "/json") : null;
        return (found == null ? container : found).at("NetworkSettings");
    }

    private @Nullable JsonTree image(String id) throws IOException {
        String digits = id.startsWith("sha256:") ? id.substring("sha256:".length()) : id;
        if (!isId(digits)) {
            return null;
        }
        synchronized (images) {
            JsonTree known = images.get(digits);
            if (known != null) {
                return known;
            }
        }
        JsonTree image = http.get("/images/" + digits + "/json");
        if (image != null) {
            synchronized (images) {
                images.put(digits, image);
                if (images.size() > IMAGES) {
                    var oldest = images.entrySet().iterator();
                    oldest.next();
                    oldest.remove();
                }
            }
        }
        return image;
    }

    /** Podman listens on Docker's socket where it stands in for it. */
    private String realType(String asked) throws IOException {
        if (type.isEmpty()) {
            JsonTree version = http.get("/version");
            boolean podman =
                    version != null
                            && version.at("Components").items().stream()
                                    .anyMatch(part -> part.text("Name").contains("Podman"));
            type = podman ? PODMAN : DOCKER;
        }
        return asked.isEmpty() ? type : asked;
    }
}
