// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A small JSON document of others, asked for its parts without a complaint where they are missing
 * or of another kind. Immutable.
 */
public final class JsonTree {
    /** Larger documents are not read. */
    public static final int LARGEST = 1 << 20;

    private static final int MOST_VALUES = 100_000;

    private static final JsonTree NOTHING = new JsonTree(null);

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(64)
                                    .maxStringLength(LARGEST)
                                    .maxNameLength(4096)
                                    .maxNumberLength(64)
                                    .build())
                    .build();

    /** A map, a list, a text, a truth, or null; numbers are texts. */
    private final @Nullable Object value;

    private JsonTree(@Nullable Object value) {
        this.value = value;
    }

    /** Reads a whole document. */
    public static JsonTree read(byte[] document) throws IOException {
        if (document.length > LARGEST) {
            throw new IOException("a document of " + document.length + " bytes");
        }
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), document)) {
            return new Reader(in).value(in.nextToken());
        } catch (JacksonException e) {
            throw new IOException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static final class Reader {
        private final JsonParser in;
        private int values;

        Reader(JsonParser in) {
            this.in = in;
        }

        JsonTree value(@Nullable JsonToken token) throws IOException {
            if (token == null) {
                throw new IOException("not JSON: it ends too early");
            }
            if (++values > MOST_VALUES) {
                throw new IOException("a document of more than " + MOST_VALUES + " values");
            }
            return switch (token) {
                case START_OBJECT -> object();
                case START_ARRAY -> array();
                case VALUE_TRUE -> new JsonTree(true);
                case VALUE_FALSE -> new JsonTree(false);
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                        new JsonTree(in.getString());
                default -> NOTHING;
            };
        }

        private JsonTree object() throws IOException {
            Map<String, JsonTree> members = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                members.put(name, value(in.nextToken()));
            }
            return new JsonTree(members);
        }

        private JsonTree array() throws IOException {
            List<JsonTree> items = new ArrayList<>();
            for (JsonToken token = in.nextToken();
                    token != JsonToken.END_ARRAY;
                    token = in.nextToken()) {
                items.add(value(token));
            }
            return new JsonTree(items);
        }
    }

    /** A member of a member, as deep as there are names. */
    public JsonTree at(String... names) {
        JsonTree found = this;
        for (String name : names) {
            found = found.members().getOrDefault(name, NOTHING);
        }
        return found;
    }

    /** An object's members in their order, none for anything else. */
    @SuppressWarnings("unchecked") // only Reader makes maps
    public Map<String, JsonTree> members() {
        return value instanceof Map<?, ?> members ? (Map<String, JsonTree>) members : Map.of();
    }

    /** An array's items, none for anything else. */
    @SuppressWarnings("unchecked") // only Reader makes lists
    public List<JsonTree> items() {
        return value instanceof List<?> items ? (List<JsonTree>) items : List.of();
    }

    /** A text or a number as text, empty for anything else. */
    public String text() {
        return value instanceof String text ? text : "";
    }

    /** The text of a member. */
    public String text(String... names) {
        return at(names).text();
    }

    /** Null for what is neither true nor false. */
    public @Nullable Boolean truth() {
        return value instanceof Boolean truth ? truth : null;
    }

    /** The texts of an array's items. */
    public List<String> texts() {
        return items().stream().map(JsonTree::text).toList();
    }

    /** Whether anything is there. */
    public boolean isThere() {
        return value != null;
    }
}
