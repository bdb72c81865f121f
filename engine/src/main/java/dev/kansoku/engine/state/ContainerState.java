// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event told of one container. Texts are empty and truths null where it did not say.
 * Immutable.
 *
 * @param id the first twelve digits of its id as its runtime shows it, or a whole name
 * @param fullId the whole id
 * @param type its runtime, such as {@code docker}
 * @param privileged whether it has all rights of the machine
 * @param ip its first IPv4 address
 * @param cni what the network plugin of its pod answered, as JSON
 * @param sandboxId the whole id of the container that holds its pod's namespaces
 * @param hostPid whether it is in the machine's pid namespace
 * @param hostNetwork whether it is in the machine's network namespace
 * @param hostIpc whether it is in the machine's IPC namespace
 * @param podLabels those of its pod
 * @param cgroup the path of its cgroup below the hierarchy's root, where that says nothing of the
 *     container by itself; empty where it does
 */
public record ContainerState(
        String id,
        String fullId,
        String name,
        String type,
        Image image,
        @Nullable Boolean privileged,
        String ip,
        String cni,
        String sandboxId,
        @Nullable Boolean hostPid,
        @Nullable Boolean hostNetwork,
        @Nullable Boolean hostIpc,
        List<Mount> mounts,
        ContainerLabels labels,
        ContainerLabels podLabels,
        List<ContainerProbe> probes,
        String cgroup) {

    /** Bytes that one more member of a list or map takes, about. */
    static final int ENTRY = 48;

    /** Bytes that a text takes beside its characters. */
    private static final int TEXT = 48;

    /**
     * What a container was made from.
     *
     * @param name as it was asked for, such as {@code nginx:1.27}
     * @param id of its layers
     * @param repository the name without tag and digest
     */
    public record Image(String name, String id, String repository, String tag, String digest) {}

    /**
     * A folder of the machine inside the container.
     *
     * @param source where it lies on the machine
     * @param destination where the container sees it
     */
    public record Mount(
            String source, String destination, String mode, boolean writable, String propagation) {}

    /** A container whose cgroup's path tells what it is. */
    public ContainerState(
            String id,
            String fullId,
            String name,
            String type,
            Image image,
            @Nullable Boolean privileged,
            String ip,
            String cni,
            String sandboxId,
            @Nullable Boolean hostPid,
            @Nullable Boolean hostNetwork,
            @Nullable Boolean hostIpc,
            List<Mount> mounts,
            ContainerLabels labels,
            ContainerLabels podLabels,
            List<ContainerProbe> probes) {
        this(
                id,
                fullId,
                name,
                type,
                image,
                privileged,
                ip,
                cni,
                sandboxId,
                hostPid,
                hostNetwork,
                hostIpc,
                mounts,
                labels,
                podLabels,
                probes,
                "");
    }

    /** The first twelve digits of {@link #sandboxId}, or less. */
    public String shortSandboxId() {
        return sandboxId.length() > ContainerKey.SHORT_ID
                ? sandboxId.substring(0, ContainerKey.SHORT_ID)
                : sandboxId;
    }

    /** The probe of a kind, null where there is none. */
    public @Nullable ContainerProbe probe(ContainerProbe.Kind kind) {
        for (int i = 0; i < probes.size(); i++) {
            if (probes.get(i).kind() == kind) {
                return probes.get(i);
            }
        }
        return null;
    }

    /** How many bytes this takes in memory, about. */
    int weight() {
        int weight = weight(id) + weight(fullId) + weight(name) + weight(ip) + weight(cni);
        weight += type.length() + 2 * weight(cgroup);
        weight += weight(sandboxId) + weight(image.name) + weight(image.id);
        weight += weight(image.repository) + weight(image.tag) + weight(image.digest);
        for (Mount mount : mounts) {
            weight += ENTRY + weight(mount.source) + weight(mount.destination);
            weight += weight(mount.mode) + weight(mount.propagation);
        }
        for (ContainerProbe probe : probes) {
            weight += ENTRY + probe.weight();
        }
        return weight + labels.weight() + podLabels.weight();
    }

    /** Texts are kept with a byte for each character, or two where one of them needs it. */
    static int weight(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return TEXT + 2 * text.length();
            }
        }
        return TEXT + text.length();
    }
}
