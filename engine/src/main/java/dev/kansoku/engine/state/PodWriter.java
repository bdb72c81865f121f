// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes what is known of a pod in the form that {@link PodReader} reads: an object {@code pod}
 * whose members bear the names that the fields have, such as {@code deployment} and {@code svc}.
 */
public final class PodWriter {
    /** The name of the event that tells of a pod. */
    public static final String EVENT = "k8s_pod";

    /** The name of the event that tells that a pod is gone. */
    public static final String REMOVED_EVENT = "k8s_pod_removed";

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;

    private PodWriter(JsonGenerator out) {
        this.out = out;
    }

    /** The data of an event that tells of the pod: one JSON object. */
    public static byte[] write(PodState pod) {
        return written(writer -> writer.pod(pod));
    }

    /** The data of an event that tells that the pod is gone. */
    public static byte[] writeRemoved(String uid) {
        return written(writer -> writer.text("uid", uid));
    }

    private interface Members {
        void write(PodWriter writer);
    }

    private static byte[] written(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeObjectPropertyStart("pod");
            members.write(new PodWriter(out));
            out.writeEndObject();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void pod(PodState pod) {
        text("uid", pod.uid());
        text("name", pod.name());
        text("node", pod.node());
        text("ip", pod.ip());
        labels(pod.labels());
        out.writeObjectPropertyStart("ns");
        members(pod.namespace());
        out.writeEndObject();
        for (Map.Entry<WorkloadKind, KubernetesObject> owner : pod.owners().entrySet()) {
            out.writeObjectPropertyStart(owner.getKey().word());
            members(owner.getValue());
            out.writeEndObject();
        }
        if (!pod.services().isEmpty()) {
            out.writeArrayPropertyStart("svc");
            for (KubernetesObject service : pod.services()) {
                out.writeStartObject();
                members(service);
                out.writeEndObject();
            }
            out.writeEndArray();
        }
    }

    private void members(KubernetesObject object) {
        text("name", object.name());
        text("uid", object.uid());
        labels(object.labels());
    }

    private void text(String name, String value) {
        if (!value.isEmpty()) {
            out.writeStringProperty(name, value);
        }
    }

    private void labels(ContainerLabels labels) {
        if (labels.isEmpty()) {
            return;
        }
        out.writeObjectPropertyStart("labels");
        for (Map.Entry<String, String> label : labels.values().entrySet()) {
            out.writeStringProperty(label.getKey(), label.getValue());
        }
        out.writeEndObject();
    }
}
