// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.docker;

import dev.kansoku.containers.ContainerDraft;
import dev.kansoku.containers.JsonTree;
import dev.kansoku.engine.state.ContainerProbe;
import dev.kansoku.engine.state.ContainerState;
import dev.kansoku.engine.state.ContainerState.Mount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a daemon answers of a container and of its image. */
final class Inspection {
    private static final String DIGEST = "sha256:";

    private Inspection() {}

    /**
     * @param addresses the network settings of the container whose network it lives in
     * @param image of the container's image, null where that is not known
     */
    static ContainerState read(
            JsonTree container, JsonTree addresses, @Nullable JsonTree image, String type) {
        JsonTree host = container.at("HostConfig");
        JsonTree config = container.at("Config");
        String name = container.text("Name");
        ContainerDraft draft =
                new ContainerDraft(container.text("Id"), type)
                        .name(name.startsWith("/") ? name.substring(1) : name)
                        .privileged(host.at("Privileged").truth())
                        .ip(address(addresses))
                        .sharing(
                                isHost(host.text("PidMode")),
                                isHost(host.text("NetworkMode")),
                                isHost(host.text("IpcMode")));
        image(container, image, draft);
        for (JsonTree mount : container.at("Mounts").items()) {
            draft.mount(
                    new Mount(
                            mount.text("Source"),
                            mount.text("Destination"),
                            mount.text("Mode"),
                            Boolean.TRUE.equals(mount.at("RW").truth()),
                            mount.text("Propagation")));
        }
        config.at("Labels").members().forEach((label, value) -> draft.label(label, value.text()));
        ContainerProbe probe = probe(config.at("Healthcheck", "Test").texts());
        if (probe != null) {
            draft.probe(probe);
        }
        return draft.finish();
    }

    private static boolean isHost(String mode) {
        return mode.equals("host");
    }

    private static String address(JsonTree settings) {
        String address = settings.text("IPAddress");
        if (!address.isEmpty()) {
            return address;
        }
        for (JsonTree network : settings.at("Networks").members().values()) {
            String its = network.text("IPAddress");
            if (!its.isEmpty()) {
                return its;
            }
        }
        return "";
    }

    private static void image(JsonTree container, @Nullable JsonTree image, ContainerDraft draft) {
        String name = container.text("Config", "Image");
        if (name.isEmpty()) {
            name = container.text("ImageName");
        }
        String digest = "";
        if (image != null) {
            List<String> names = image.at("RepoTags").texts();
            if (isBareId(name, image.text("Id")) && !names.isEmpty()) {
                name = names.getFirst();
            }
            digest = digest(name, image.at("RepoDigests").texts());
        }
        draft.image(name, container.text("Image"), digest);
    }

    /** Whether an image was asked for by nothing but its id, or the beginning of that. */
    private static boolean isBareId(String name, String id) {
        String digits = id.startsWith(DIGEST) ? id.substring(DIGEST.length()) : id;
        return name.startsWith(DIGEST) || (name.length() >= 6 && digits.startsWith(name));
    }

    /** The digest under the name that was asked for, else the first there is. */
    private static String digest(String name, List<String> digests) {
        String first = "";
        for (String digest : digests) {
            int at = digest.indexOf('@');
            if (at < 0) {
                continue;
            }
            String repository = digest.substring(0, at);
            if (name.equals(repository)
                    || name.startsWith(repository + ":")
                    || name.startsWith(repository + "@")) {
                return digest.substring(at + 1);
            }
            first = first.isEmpty() ? digest.substring(at + 1) : first;
        }
        return first;
    }

    /** {@code CMD} and the words of a command, or {@code CMD-SHELL} and a line for the shell. */
    private static @Nullable ContainerProbe probe(List<String> test) {
        if (test.size() < 2) {
            return null;
        }
        return switch (test.getFirst()) {
            case "CMD" ->
                    new ContainerProbe(
                            ContainerProbe.Kind.HEALTHCHECK,
                            test.get(1),
                            test.subList(2, test.size()));
            case "CMD-SHELL" ->
                    new ContainerProbe(
                            ContainerProbe.Kind.HEALTHCHECK, "/bin/sh", List.of("-c", test.get(1)));
            default -> null;
        };
    }
}
