// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.engine.state.ContainerState.Image;
import dev.kansoku.engine.state.ContainerState.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one description of a container, which is JSON as the family's tools write it: an object
 * {@code container}, or its members themselves. What is not known is passed over; of what is too
 * much, the rest is left out. Reads one description; not thread-safe.
 */
final class ContainerReader {
    private static final int LARGEST_DOCUMENT = 1 << 20;

    /** Characters that are kept of one container. */
    private static final int ROOM = 32_768;

    /** Mounts, labels or arguments that are kept of one list. */
    private static final int LONGEST_LIST = 256;

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
    private final Map<String, String> texts = new TreeMap<>();
    private final List<Mount> mounts = new ArrayList<>();
    private final Map<String, String> labels = new TreeMap<>();
    private final Map<String, String> podLabels = new TreeMap<>();
    private final List<ContainerProbe> probes = new ArrayList<>();
    private @Nullable Boolean privileged;
    private @Nullable Boolean hostPid;
    private @Nullable Boolean hostNetwork;
    private @Nullable Boolean hostIpc;
    private long type = -1;
    private int room = ROOM;
    private boolean cut;

    private ContainerReader(JsonParser in) {
        this.in = in;
    }

    /** Takes what was read; told whether all of it could be kept. */
    interface Receiver {
        void accept(ContainerState container, boolean whole);
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
            ContainerReader reader = new ContainerReader(parser);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            reader.members();
            ContainerState container = reader.state();
            if (container.id().isEmpty()) {
                return false;
            }
            receiver.accept(container, !reader.cut);
            return true;
        } catch (JacksonException e) {
            return false; // counted by who asked
        }
    }

    private void members() {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            switch (name) {
                case "container" -> {
                    if (value == JsonToken.START_OBJECT) {
                        members();
                    }
                }
                case "type" -> {
                    if (value == JsonToken.VALUE_NUMBER_INT) {
                        type = in.getLongValue();
                    }
                }
                case "privileged" -> privileged = truth(value);
                case "host_pid" -> hostPid = truth(value);
                case "host_network" -> hostNetwork = truth(value);
                case "host_ipc" -> hostIpc = truth(value);
                case "Mounts" -> mounts(value);
                case "labels" -> pairs(value, labels);
                case "pod_sandbox_labels" -> pairs(value, podLabels);
                case "Healthcheck" -> probe(value, ContainerProbe.Kind.HEALTHCHECK);
                case "LivenessProbe" -> probe(value, ContainerProbe.Kind.LIVENESS);
                case "ReadinessProbe" -> probe(value, ContainerProbe.Kind.READINESS);
                case "id",
                        "full_id",
                        "name",
                        "image",
                        "imageid",
                        "imagerepo",
                        "imagetag",
                        "imagedigest",
                        "ip",
                        "cni_json",
                        "pod_sandbox_id",
                        "type_name",
                        "cgroup_path" ->
                        texts.put(name, text(value));
                default -> in.skipChildren();
            }
        }
    }

    private @Nullable Boolean truth(JsonToken value) {
        in.skipChildren();
        return switch (value) {
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
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

    private void mounts(JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.START_OBJECT) {
            mount();
        }
    }

    private void mount() {
        String source = "";
        String destination = "";
        String mode = "";
        String propagation = "";
        boolean writable = false;
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            switch (name) {
                case "Source" -> source = text(value);
                case "Destination" -> destination = text(value);
                case "Mode" -> mode = text(value);
                case "Propagation" -> propagation = text(value);
                case "RW" -> writable = Boolean.TRUE.equals(truth(value));
                default -> in.skipChildren();
            }
        }
        if (fits(mounts.size())) {
            mounts.add(new Mount(source, destination, mode, writable, propagation));
        }
    }

    private void pairs(JsonToken value, Map<String, String> into) {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            String text = text(in.nextToken());
            if (name.length() <= room && fits(into.size())) {
                room -= name.length();
                into.put(name, text);
            } else {
                cut = true;
            }
        }
    }

    private void probe(JsonToken value, ContainerProbe.Kind kind) {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        String exe = "";
        List<String> args = new ArrayList<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken member = in.nextToken();
            if (name.equals("exe")) {
                exe = text(member);
            } else if (name.equals("args") && member == JsonToken.START_ARRAY) {
                arguments(args);
            } else {
                in.skipChildren();
            }
        }
        probes.removeIf(known -> known.kind() == kind);
        if (!exe.isEmpty()) {
            probes.add(new ContainerProbe(kind, exe, args));
        }
    }

    private void arguments(List<String> into) {
        for (JsonToken token = in.nextToken();
                token != JsonToken.END_ARRAY && token != null;
                token = in.nextToken()) {
            String text = text(token);
            if (fits(into.size())) {
                into.add(text);
            }
        }
    }

    private boolean fits(int size) {
        if (size >= LONGEST_LIST) {
            cut = true;
            return false;
        }
        return true;
    }

    private ContainerState state() {
        String fullId = get("full_id");
        String id = get("id").isEmpty() ? fullId : get("id");
        return new ContainerState(
                shown(id, fullId),
                fullId,
                get("name"),
                type(),
                ImageName.parse(get("image"))
                        .completed(
                                get("imageid"),
                                get("imagerepo"),
                                get("imagetag"),
                                get("imagedigest")),
                privileged,
                get("ip"),
                get("cni_json"),
                get("pod_sandbox_id"),
                hostPid,
                hostNetwork,
                hostIpc,
                List.copyOf(mounts),
                ContainerLabels.of(labels),
                ContainerLabels.of(podLabels),
                List.copyOf(probes),
                get("cgroup_path"));
    }

    /** Others shorten whatever an id is; a name that is one is shown whole. */
    private static String shown(String id, String fullId) {
        return fullId.startsWith(id) ? ContainerKey.shortened(fullId) : ContainerKey.shortened(id);
    }

    private String type() {
        String label = ContainerType.label(type);
        return label.isEmpty() ? get("type_name") : label;
    }

    private String get(String name) {
        return texts.getOrDefault(name, "");
    }

    /** A container of which no more is known than an event of the oldest form says. */
    static ContainerState plain(String id, long type, String name, String image) {
        return new ContainerState(
                id,
                "",
                name,
                ContainerType.label(type),
                ImageName.parse(image).completed("", "", "", ""),
                null,
                "",
                "",
                "",
                null,
                null,
                null,
                List.of(),
                ContainerLabels.NONE,
                ContainerLabels.NONE,
                List.of());
    }

    /** The parts of an image's name. */
    private record ImageName(String whole, String repository, String tag, String digest) {
        /** {@code registry:5000/name:tag@digest}; a bare digest names no repository. */
        static ImageName parse(String name) {
            if (name.startsWith("sha256:") || name.isEmpty()) {
                return new ImageName(name, "", "", "");
            }
            int at = name.indexOf('@');
            String digest = at < 0 ? "" : name.substring(at + 1);
            String front = at < 0 ? name : name.substring(0, at);
            int colon = front.lastIndexOf(':');
            boolean tagged = colon > front.lastIndexOf('/');
            return new ImageName(
                    name,
                    tagged ? front.substring(0, colon) : front,
                    tagged ? front.substring(colon + 1) : "",
                    digest);
        }

        /** With what was said in so many words, which wins. */
        Image completed(String id, String saidRepository, String saidTag, String saidDigest) {
            return new Image(
                    whole,
                    id,
                    saidRepository.isEmpty() ? repository : saidRepository,
                    saidTag.isEmpty() ? tag : saidTag,
                    saidDigest.isEmpty() ? digest : saidDigest);
        }
    }
}
