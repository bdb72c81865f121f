// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one description of a pod as {@link PodWriter} writes it. What is not known is passed over;
 * of what is too much, the rest is left out. Reads one description; not thread-safe.
 */
final class PodReader {
    private static final int LARGEST_DOCUMENT = 1 << 20;

    /** Characters that are kept of one pod. */
    private static final int ROOM = 65_536;

    /** Labels that are kept of one pod and all that it belongs to. */
    private static final int MOST_LABELS = 1024;

    private static final int MOST_SERVICES = 64;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(24)
                                    .maxStringLength(LARGEST_DOCUMENT)
                                    .maxNameLength(4096)
                                    .maxNumberLength(64)
                                    .build())
                    .build();

    private final JsonParser in;
    private int room = ROOM;
    private int labelRoom = MOST_LABELS;
    private boolean cut;

    private PodReader(JsonParser in) {
        this.in = in;
    }

    /** Takes what was read; told whether all of it could be kept. */
    interface Receiver {
        void accept(PodState pod, boolean whole);
    }

    /** Reads a description; false where it is none. */
    static boolean read(byte[] bytes, int offset, int length, Receiver receiver) {
        int end = length;
        while (end > 0 && bytes[offset + end - 1] == 0) {
            end--;
        }
        if (end == 0 || end > LARGEST_DOCUMENT) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, offset, end)) {
            PodReader reader = new PodReader(parser);
            PodState pod = parser.nextToken() == JsonToken.START_OBJECT ? reader.outer() : null;
            if (pod == null || pod.uid().isEmpty()) {
                return false;
            }
            receiver.accept(pod, !reader.cut);
            return true;
        } catch (JacksonException e) {
            return false; // counted by who asked
        }
    }

    private PodState outer() {
        PodState pod = EMPTY;
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            if (in.nextToken() == JsonToken.START_OBJECT && name.equals("pod")) {
                pod = pod();
            } else {
                in.skipChildren();
            }
        }
        return pod;
    }

    private static final PodState EMPTY =
            new PodState(
                    "",
                    "",
                    KubernetesObject.NONE,
                    "",
                    "",
                    ContainerLabels.NONE,
                    Map.of(),
                    List.of());

    private PodState pod() {
        String uid = "";
        String podName = "";
        String node = "";
        String ip = "";
        ContainerLabels labels = ContainerLabels.NONE;
        KubernetesObject namespace = KubernetesObject.NONE;
        Map<WorkloadKind, KubernetesObject> owners = new EnumMap<>(WorkloadKind.class);
        List<KubernetesObject> services = new ArrayList<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            switch (name) {
                case "uid" -> uid = text(value);
                case "name" -> podName = text(value);
                case "node" -> node = text(value);
                case "ip" -> ip = text(value);
                case "labels" -> labels = labels(value);
                case "ns" -> namespace = object(value);
                case "svc" -> services(value, services);
                default -> {
                    WorkloadKind kind = WorkloadKind.of(name);
                    if (kind == null) {
                        in.skipChildren();
                    } else {
                        owners.put(kind, object(value));
                    }
                }
            }
        }
        return new PodState(uid, podName, namespace, node, ip, labels, owners, services);
    }

    private KubernetesObject object(JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return KubernetesObject.NONE;
        }
        String objectName = "";
        String uid = "";
        ContainerLabels labels = ContainerLabels.NONE;
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken member = in.nextToken();
            switch (name) {
                case "name" -> objectName = text(member);
                case "uid" -> uid = text(member);
                case "labels" -> labels = labels(member);
                default -> in.skipChildren();
            }
        }
        return new KubernetesObject(objectName, uid, labels);
    }

    private void services(JsonToken value, List<KubernetesObject> into) {
        if (value != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        for (JsonToken token = in.nextToken();
                token != JsonToken.END_ARRAY && token != null;
                token = in.nextToken()) {
            KubernetesObject service = object(token);
            if (into.size() < MOST_SERVICES) {
                into.add(service);
            } else {
                cut = true;
            }
        }
    }

    private ContainerLabels labels(JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return ContainerLabels.NONE;
        }
        Map<String, String> labels = new TreeMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            String text = text(in.nextToken());
            if (name.length() <= room && labelRoom > 0) {
                room -= name.length();
                labelRoom--;
                labels.put(name, text);
            } else {
                cut = true;
            }
        }
        return ContainerLabels.of(labels);
    }

    /** A text, empty for what is none; one that there is no room for is left out. */
    private String text(JsonToken value) {
        if (value != JsonToken.VALUE_STRING) {
            in.skipChildren();
            return "";
        }
        String text = in.getString();
        if (text.length() > room) {
            cut = true;
            return "";
        }
        room -= text.length();
        return text;
    }
}
