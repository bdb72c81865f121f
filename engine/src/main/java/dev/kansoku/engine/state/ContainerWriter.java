// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the description of a container in the form that {@link ContainerReader} reads. */
public final class ContainerWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;

    private ContainerWriter(JsonGenerator out) {
        this.out = out;
    }

    /** The data of an event that tells of the container: one JSON object. */
    public static byte[] write(ContainerState container) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeObjectPropertyStart("container");
            new ContainerWriter(out).members(container);
            out.writeEndObject();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void members(ContainerState container) {
        long type = ContainerType.number(container.type());
        out.writeNumberProperty("type", type);
        if (ContainerType.label(type).isEmpty()) {
            text("type_name", container.type());
        }
        text("id", container.id());
        text("full_id", container.fullId());
        text("name", container.name());
        ContainerState.Image image = container.image();
        text("image", image.name());
        text("imageid", image.id());
        text("imagerepo", image.repository());
        text("imagetag", image.tag());
        text("imagedigest", image.digest());
        truth("privileged", container.privileged());
        text("ip", container.ip());
        text("cni_json", container.cni());
        text("pod_sandbox_id", container.sandboxId());
        truth("host_pid", container.hostPid());
        truth("host_network", container.hostNetwork());
        truth("host_ipc", container.hostIpc());
        text("cgroup_path", container.cgroup());
        out.writeArrayPropertyStart("Mounts");
        for (ContainerState.Mount mount : container.mounts()) {
            out.writeStartObject();
            text("Source", mount.source());
            text("Destination", mount.destination());
            text("Mode", mount.mode());
            out.writeBooleanProperty("RW", mount.writable());
            text("Propagation", mount.propagation());
            out.writeEndObject();
        }
        out.writeEndArray();
        labels("labels", container.labels());
        labels("pod_sandbox_labels", container.podLabels());
        for (ContainerProbe probe : container.probes()) {
            probe(probe);
        }
    }

    private void text(String name, String value) {
        if (!value.isEmpty()) {
            out.writeStringProperty(name, value);
        }
    }

    private void truth(String name, @Nullable Boolean value) {
        if (value != null) {
            out.writeBooleanProperty(name, value);
        }
    }

    private void labels(String name, ContainerLabels labels) {
        out.writeObjectPropertyStart(name);
        for (Map.Entry<String, String> label : labels.values().entrySet()) {
            out.writeStringProperty(label.getKey(), label.getValue());
        }
        out.writeEndObject();
    }

    private void probe(ContainerProbe probe) {
        out.writeObjectPropertyStart(
                switch (probe.kind()) {
                    case HEALTHCHECK -> "Healthcheck";
                    case LIVENESS -> "LivenessProbe";
                    case READINESS -> "ReadinessProbe";
                });
        text("exe", probe.exe());
        out.writeArrayPropertyStart("args");
        List<String> args = probe.args();
        for (String argument : args) {
            out.writeString(argument);
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
