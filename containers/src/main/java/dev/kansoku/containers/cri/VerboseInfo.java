// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.cri;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What a status holds beyond CRI's own fields: JSON of a form that each runtime has for itself.
 *
 * @param sandboxId of a container
 * @param image of a sandbox
 * @param ip of a sandbox, where the status does not tell it in another way
 * @param cni what the network plugin answered for a sandbox, as JSON
 */
record VerboseInfo(
        String sandboxId, String image, @Nullable Boolean privileged, String ip, String cni) {
    static final VerboseInfo NONE = new VerboseInfo("", "", null, "", "");

    /** The member of the status's map of infos that holds the JSON. */
    static final String NAME = "info";

    private static final int LONGEST_TEXT = 1 << 20;
    private static final int LONGEST_CNI = 8192;

    static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(64)
                                    .maxStringLength(LONGEST_TEXT)
                                    .maxNameLength(4096)
                                    .maxNumberLength(64)
                                    .build())
                    .build();

    /** Reads the JSON; nothing where it is none, since the status tells the rest without it. */
    static VerboseInfo read(String json) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
            Reading reading = new Reading(in);
            if (in.nextToken() == JsonToken.START_OBJECT) {
                reading.members("");
            }
            return new VerboseInfo(
                    reading.sandboxId, reading.image, reading.privileged, reading.ip, reading.cni);
        } catch (JacksonException e) {
            return NONE;
        }
    }

    private static final class Reading {
        private final JsonParser in;
        private String sandboxId = "";
        private String image = "";
        private @Nullable Boolean privileged;
        private String ip = "";
        private String cni = "";

        Reading(JsonParser in) {
            this.in = in;
        }

        /**
         * Reads the members of an object.
         *
         * @param path of the object, with a dot behind each name
         */
        void members(String path) {
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = path + in.currentName();
                JsonToken value = in.nextToken();
                switch (name) {
                    case "sandboxID" -> sandboxId = text(value);
                    case "image" -> image = text(value);
                    // CRI-O's status, containerd's, and what containerd keeps of a sandbox.
                    case "privileged",
                            "config.linux.security_context.privileged",
                            "Metadata.Config.linux.security_context.privileged" ->
                            privileged = truth(value);
                    case "Metadata.IP" -> ip = text(value);
                    case "cniResult", "Metadata.CNIResult" -> cni = json();
                    case "config",
                            "config.linux",
                            "config.linux.security_context",
                            "Metadata",
                            "Metadata.Config",
                            "Metadata.Config.linux",
                            "Metadata.Config.linux.security_context" -> {
                        if (value == JsonToken.START_OBJECT) {
                            if (name.endsWith("onfig") && privileged == null) {
                                privileged = false; // which containerd leaves out
                            }
                            members(name + ".");
                        } else {
                            in.skipChildren();
                        }
                    }
                    default -> in.skipChildren();
                }
            }
        }

        private String text(JsonToken value) {
            if (value != JsonToken.VALUE_STRING) {
                in.skipChildren();
                return "";
            }
            return in.getString();
        }

        private @Nullable Boolean truth(JsonToken value) {
            in.skipChildren();
            return switch (value) {
                case VALUE_TRUE -> Boolean.TRUE;
                case VALUE_FALSE -> Boolean.FALSE;
                default -> null;
            };
        }

        /** The value as it stands; empty where it is too long to be kept. */
        private String json() {
            StringWriter text = new StringWriter();
            try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
                out.copyCurrentStructure(in);
            }
            return text.getBuffer().length() > LONGEST_CNI ? "" : text.toString();
        }
    }
}
