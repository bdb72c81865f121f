// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one object of the API. Texts are empty where it did not say. Immutable.
 *
 * @param version moves with each change of the object
 * @param labels by their names
 * @param controller what made it, null where nothing did
 * @param mirrored for what stands for a pod from a file of the kubelet's: the uid that pod has
 * @param node where a pod runs
 * @param ip a pod's first address
 * @param selector labels that pods of a service have
 * @param code of a refusal that comes in an object's place, else 0
 */
record ApiObject(
        String namespace,
        String name,
        String uid,
        String version,
        Map<String, String> labels,
        @Nullable Controller controller,
        String mirrored,
        String node,
        String ip,
        Map<String, String> selector,
        int code) {

    /**
     * What made an object.
     *
     * @param apiVersion the group and version of its kind
     */
    record Controller(String apiVersion, String kind, String name, String uid) {}

    /** By which the node names a pod. */
    String uidOnNode() {
        return mirrored.isEmpty() ? uid : mirrored;
    }
}
