// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Labels of a container or a pod by their names. What is shown of all is made once. Immutable. */
public final class ContainerLabels {
    public static final ContainerLabels NONE = new ContainerLabels(Map.of());

    private final Map<String, String> values;
    private final String joined;

    ContainerLabels(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
        this.joined = joined(this.values);
    }

    /** Labels by their names; the map is copied. */
    public static ContainerLabels of(Map<String, String> values) {
        return values.isEmpty() ? NONE : new ContainerLabels(values);
    }

    /** The value of a label, null where there is none of this name. */
    public @Nullable String value(String name) {
        return values.get(name);
    }

    /** All of them, in the order of their names. */
    public Map<String, String> values() {
        return values;
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * {@code name:value} with commas between, less what runtimes note for themselves; empty where
     * nothing else is there.
     */
    public String joined() {
        return joined;
    }

    /** How many bytes this takes in memory, about. */
    int weight() {
        int weight = 0;
        for (Map.Entry<String, String> label : values.entrySet()) {
            weight +=
                    ContainerState.ENTRY
                            + ContainerState.weight(label.getKey())
                            + ContainerState.weight(label.getValue());
        }
        return weight + ContainerState.weight(joined);
    }

    private static String joined(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (name, value) -> {
                    if (name.startsWith("annotation.") || name.startsWith("io.kubernetes.")) {
                        return;
                    }
                    if (!text.isEmpty()) {
                        text.append(", ");
                    }
                    text.append(name);
                    if (!value.isEmpty()) {
                        text.append(':').append(value);
                    }
                });
        return text.toString();
    }
}
