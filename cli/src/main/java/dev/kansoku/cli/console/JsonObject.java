// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object on one line, member by member, for the lists of fields and events. */
public final class JsonObject {
    private final StringBuilder text = new StringBuilder("{");

    /** Adds text, or {@code null}. */
    public JsonObject put(String name, @Nullable String value) {
        key(name);
        if (value == null) {
            text.append("null");
        } else {
            quoted(value);
        }
        return this;
    }

    public JsonObject put(String name, boolean value) {
        key(name);
        text.append(value);
        return this;
    }

    public JsonObject put(String name, long value) {
        key(name);
        text.append(value);
        return this;
    }

    public JsonObject put(String name, List<JsonObject> values) {
        key(name);
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",").append(values.get(i));
        }
        text.append(']');
        return this;
    }

    public JsonObject putTexts(String name, Iterable<String> values) {
        key(name);
        text.append('[');
        String between = "";
        for (String value : values) {
            text.append(between);
            quoted(value);
            between = ",";
        }
        text.append(']');
        return this;
    }

    @Override
    public String toString() {
        return text + "}";
    }

    private void key(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quoted(name);
        text.append(':');
    }

    private void quoted(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
