// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the Kubernetes API tells of one pod, of what made it and of who serves through it. Texts are
 * empty where it did not say. Immutable.
 *
 * @param uid by which the node's cgroups name it; a pod that is made again under its old name has
 *     another one
 * @param node the machine that it runs on
 * @param ip its first address
 * @param owners what made it, each kind once: the object that its own owner belongs to is there too
 * @param services those whose selectors fit its labels
 */
public record PodState(
        String uid,
        String name,
        KubernetesObject namespace,
        String node,
        String ip,
        ContainerLabels labels,
        Map<WorkloadKind, KubernetesObject> owners,
        List<KubernetesObject> services) {

    public PodState {
        EnumMap<WorkloadKind, KubernetesObject> copy = new EnumMap<>(WorkloadKind.class);
        copy.putAll(owners);
        owners = Collections.unmodifiableMap(copy);
        services = List.copyOf(services);
    }

    /**
     * The object of a kind that the pod belongs to, null where there is none or it is not known.
     */
    public @Nullable KubernetesObject owner(WorkloadKind kind) {
        return owners.get(kind);
    }

    /** How many bytes this takes in memory, about. */
    int weight() {
        int weight = ContainerState.weight(uid) + ContainerState.weight(name);
        weight += namespace.weight() + ContainerState.weight(node) + ContainerState.weight(ip);
        for (KubernetesObject owner : owners.values()) {
            weight += owner.weight();
        }
        for (KubernetesObject service : services) {
            weight += service.weight();
        }
        return weight + labels.weight();
    }
}
