// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads answers of the API as they arrive: an object, a page of a list, or the changes of a watch.
 * What is not needed is passed over without being kept. Not thread-safe.
 */
final class ApiReader implements AutoCloseable {
    /** Characters that are kept of one object. */
    private static final int ROOM = 65_536;

    private static final int MOST_PAIRS = 256;
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(100)
                                    .maxStringLength(1 << 20)
                                    .maxNameLength(65_536)
                                    .maxNumberLength(64)
                                    .build())
                    .build();

    private final BoundedInput input;
    private final JsonParser in;
    private int room;

    private ApiReader(BoundedInput input, JsonParser in) {
        this.input = input;
        this.in = in;
    }

    /** Waits for the first bytes. */
    static ApiReader of(BoundedInput input) throws IOException {
        try {
            return new ApiReader(input, JSON.createParser(ObjectReadContext.empty(), input));
        } catch (JacksonException e) {
            throw torn(e);
        }
    }

    /** Takes the objects of a list. */
    interface Items {
        void accept(ApiObject object);
    }

    /** Takes the changes that a watch tells of, in the words of the API, such as {@code ADDED}. */
    interface Changes {
        void accept(String type, ApiObject object) throws IOException;
    }

    /**
     * What stands beside the objects of a list.
     *
     * @param version from which on a watch tells what has changed
     * @param more what to ask for the next page with, empty where this is the last
     */
    record Page(String version, String more) {}

    /** Reads the one object that the answer is. */
    ApiObject object() throws IOException {
        try {
            input.nextObject();
            require(in.nextToken() == JsonToken.START_OBJECT);
            return read();
        } catch (JacksonException e) {
            throw torn(e);
        }
    }

    /** Reads a page of a list. */
    Page list(Items items) throws IOException {
        try {
            String version = "";
            String more = "";
            require(in.nextToken() == JsonToken.START_OBJECT);
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                input.nextObject();
                if (name.equals("items") && value == JsonToken.START_ARRAY) {
                    while (in.nextToken() == JsonToken.START_OBJECT) {
                        input.nextObject();
                        items.accept(read());
                    }
                } else if (name.equals("metadata") && value == JsonToken.START_OBJECT) {
                    room = ROOM;
                    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                        String member = in.currentName();
                        JsonToken text = in.nextToken();
                        switch (member) {
                            case "resourceVersion" -> version = text(text);
                            case "continue" -> more = text(text);
                            default -> in.skipChildren();
                        }
                    }
                } else {
                    in.skipChildren();
                }
            }
            require(in.currentToken() == JsonToken.END_OBJECT && !version.isEmpty());
            return new Page(version, more);
        } catch (JacksonException e) {
            throw torn(e);
        }
    }

    /** Reads changes until the answer ends. */
    void watch(Changes changes) throws IOException {
        try {
            while (true) {
                input.nextObject();
                JsonToken begin = in.nextToken();
                if (begin == null) {
                    return;
                }
                require(begin == JsonToken.START_OBJECT);
                String type = "";
                ApiObject object = null;
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = in.currentName();
                    JsonToken value = in.nextToken();
                    if (name.equals("type")) {
                        room = ROOM;
                        type = text(value);
                    } else if (name.equals("object") && value == JsonToken.START_OBJECT) {
                        object = read();
                    } else {
                        in.skipChildren();
                    }
                }
                require(in.currentToken() == JsonToken.END_OBJECT && object != null);
                if (object != null) {
                    changes.accept(type, object);
                }
            }
        } catch (JacksonException e) {
            throw torn(e);
        }
    }

    /** Reads the object that has just begun. */
    private ApiObject read() throws IOException {
        room = ROOM;
        Metadata metadata = new Metadata();
        Map<String, String> selector = Map.of();
        String node = "";
        String ip = "";
        int code = 0;
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            if (name.equals("metadata") && value == JsonToken.START_OBJECT) {
                metadata.read();
            } else if (name.equals("spec") && value == JsonToken.START_OBJECT) {
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String member = in.currentName();
                    JsonToken inner = in.nextToken();
                    switch (member) {
                        case "nodeName" -> node = text(inner);
                        case "selector" -> selector = pairs(inner);
                        default -> in.skipChildren();
                    }
                }
            } else if (name.equals("status") && value == JsonToken.START_OBJECT) {
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String member = in.currentName();
                    JsonToken inner = in.nextToken();
                    if (member.equals("podIP")) {
                        ip = text(inner);
                    } else {
                        in.skipChildren();
                    }
                }
            } else if (name.equals("code") && value == JsonToken.VALUE_NUMBER_INT) {
                code = in.getIntValue();
            } else {
                in.skipChildren();
            }
        }
        require(in.currentToken() == JsonToken.END_OBJECT);
        return metadata.object(node, ip, selector, code);
    }

    /** What every object has. */
    private final class Metadata {
        private String namespace = "";
        private String name = "";
        private String uid = "";
        private String version = "";
        private String mirrored = "";
        private Map<String, String> labels = Map.of();
        private ApiObject.@Nullable Controller controller;

        void read() {
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = in.currentName();
                JsonToken value = in.nextToken();
                switch (member) {
                    case "namespace" -> namespace = text(value);
                    case "name" -> name = text(value);
                    case "uid" -> uid = text(value);
                    case "resourceVersion" -> version = text(value);
                    case "labels" -> labels = pairs(value);
                    case "annotations" -> annotations(value);
                    case "ownerReferences" -> owners(value);
                    default -> in.skipChildren();
                }
            }
        }

        private void annotations(JsonToken value) {
            if (value != JsonToken.START_OBJECT) {
                in.skipChildren();
                return;
            }
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean mirror = in.currentName().equals(MIRROR);
                JsonToken text = in.nextToken();
                if (mirror) {
                    mirrored = text(text);
                } else {
                    in.skipChildren();
                }
            }
        }

        private void owners(JsonToken value) {
            if (value != JsonToken.START_ARRAY) {
                in.skipChildren();
                return;
            }
            while (in.nextToken() == JsonToken.START_OBJECT) {
                owner();
            }
        }

        private void owner() {
            String apiVersion = "";
            String kind = "";
            String ownerName = "";
            String ownerUid = "";
            boolean controls = false;
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = in.currentName();
                JsonToken value = in.nextToken();
                switch (member) {
                    case "apiVersion" -> apiVersion = text(value);
                    case "kind" -> kind = text(value);
                    case "name" -> ownerName = text(value);
                    case "uid" -> ownerUid = text(value);
                    case "controller" -> controls = value == JsonToken.VALUE_TRUE;
                    default -> in.skipChildren();
                }
            }
            if (controls && controller == null) {
                controller = new ApiObject.Controller(apiVersion, kind, ownerName, ownerUid);
            }
        }

        ApiObject object(String node, String ip, Map<String, String> selector, int code) {
            return new ApiObject(
                    namespace,
                    name,
                    uid,
                    version,
                    labels,
                    controller,
                    mirrored,
                    node,
                    ip,
                    selector,
                    code);
        }
    }

    /** Pairs of texts; anything else among them is left out. */
    private Map<String, String> pairs(JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return Map.of();
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken text = in.nextToken();
            if (text != JsonToken.VALUE_STRING) {
                in.skipChildren();
            } else if (name.length() <= room && pairs.size() < MOST_PAIRS) {
                room -= name.length();
                pairs.put(name, text(text));
            }
        }
        return pairs;
    }

    /** A text, empty for what is none; one that there is no room for is left out. */
    private String text(JsonToken value) {
        if (value != JsonToken.VALUE_STRING) {
            in.skipChildren();
            return "";
        }
        String text = in.getString();
        if (text.length() > room) {
            return "";
        }
        room -= text.length();
        return text;
    }

    private static void require(boolean fits) throws IOException {
        if (!fits) {
            throw new IOException("the answer is not what the API answers");
        }
    }

    /** The connection may have ended in the middle, or what came is no JSON. */
    private static IOException torn(JacksonException e) {
        return e instanceof JacksonIOException
                ? new IOException("the answer broke off: " + e.getOriginalMessage(), e)
                : new IOException("the answer is not what the API answers", e);
    }

    @Override
    public void close() {
        in.close();
    }
}
