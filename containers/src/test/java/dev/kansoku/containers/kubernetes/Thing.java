// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import java.util.Map;
import java.util.stream.Collectors;

/** An object of the double's cluster. */
record Thing(
        String namespace,
        String name,
        String uid,
        Map<String, String> labels,
        String owner,
        String annotations,
        String node,
        String rest) {
    static Thing of(String namespace, String name, String uid, Map<String, String> labels) {
        return new Thing(namespace, name, uid, labels, "", "", "", "");
    }

    static Thing pod(
            String namespace, String name, String uid, String node, Map<String, String> labels) {
        return of(namespace, name, uid, labels).onNode(node, "10.0.0.1");
    }

    static Thing service(String namespace, String name, Map<String, String> selector) {
        return of(namespace, name, "svc-" + name, Map.of("is", name))
                .with(
                        "\"spec\":{\"clusterIP\":\"10.96.0.7\",\"ports\":[{\"port\":80}],"
                                + "\"selector\":"
                                + json(selector)
                                + "}");
    }

    Thing onNode(String node, String ip) {
        return new Thing(
                namespace,
                name,
                uid,
                labels,
                owner,
                annotations,
                node,
                "\"spec\":{\"containers\":[{\"name\":\"c\",\"env\":[{\"name\":\"SECRET\"}]}],"
                        + "\"nodeName\":\""
                        + node
                        + "\"},\"status\":{\"phase\":\"Running\",\"podIP\":\""
                        + ip
                        + "\",\"podIPs\":[{\"ip\":\""
                        + ip
                        + "\"}]}");
    }

    Thing with(String rest) {
        return new Thing(namespace, name, uid, labels, owner, annotations, node, rest);
    }

    Thing labelled(Map<String, String> labels) {
        return new Thing(namespace, name, uid, labels, owner, annotations, node, rest);
    }

    Thing madeBy(String apiVersion, String kind, Thing maker) {
        return new Thing(
                namespace,
                name,
                uid,
                labels,
                "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"name\":\"%s\",\"uid\":\"%s\",\"controller\":true,\"blockOwnerDeletion\":true}"
                        .formatted(apiVersion, kind, maker.name(), maker.uid()),
                annotations,
                node,
                rest);
    }

    Thing annotated(String annotations) {
        return new Thing(namespace, name, uid, labels, owner, annotations, node, rest);
    }

    String key() {
        return namespace + "/" + name;
    }

    String metadata(long version) {
        return "{\"name\":\""
                + name
                + "\",\"namespace\":\""
                + namespace
                + "\",\"uid\":\""
                + uid
                + "\",\"resourceVersion\":\""
                + version
                + "\",\"labels\":"
                + json(labels)
                + (annotations.isEmpty() ? "" : ",\"annotations\":{" + annotations + "}")
                + (owner.isEmpty() ? "" : ",\"ownerReferences\":[" + owner + "]")
                + ",\"managedFields\":[{\"manager\":\"kubelet\",\"fieldsV1\":{\"f:a\":{\"b\":{}}}}]}";
    }

    private static String json(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(pair -> "\"" + pair.getKey() + "\":\"" + pair.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }
}
