// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/**
 * What is known of an object of the Kubernetes API, such as a deployment. Texts are empty where
 * nobody said. Immutable.
 */
public record KubernetesObject(String name, String uid, ContainerLabels labels) {
    public static final KubernetesObject NONE = new KubernetesObject("", "", ContainerLabels.NONE);

    /** How many bytes this takes in memory, about. */
    int weight() {
        return ContainerState.ENTRY
                + ContainerState.weight(name)
                + ContainerState.weight(uid)
                + labels.weight();
    }
}
