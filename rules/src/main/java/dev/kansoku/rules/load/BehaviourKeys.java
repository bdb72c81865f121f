// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of what a rule does beyond telling of each event, each with the item that it is written
 * in, which may be one that overrides another.
 */
record BehaviourKeys(Map<String, ItemNode> items) {
    static final String SEQUENCE = "sequence";
    static final String THRESHOLD = "threshold";
    static final String SUPPRESS = "suppress";
    static final String WHY = "why";
    static final String CAPTURE = "capture";
    static final String CAPTURE_BEFORE = "capture_before";
    static final String CAPTURE_DURATION = "capture_duration";
    static final String SCOPE = "scope";

    private static final List<String> ALL =
            List.of(
                    SEQUENCE,
                    THRESHOLD,
                    SUPPRESS,
                    WHY,
                    CAPTURE,
                    CAPTURE_BEFORE,
                    CAPTURE_DURATION,
                    SCOPE);

    BehaviourKeys {
        items = Map.copyOf(items);
    }

    /** Those of an item. */
    static BehaviourKeys of(ItemNode item, Set<String> wanted) {
        Map<String, ItemNode> items = new HashMap<>();
        for (String key : ALL) {
            if (wanted.contains(key) && item.has(key)) {
                items.put(key, item);
            }
        }
        return new BehaviourKeys(items);
    }

    /** With other values for some. */
    BehaviourKeys with(BehaviourKeys others) {
        Map<String, ItemNode> all = new HashMap<>(items);
        all.putAll(others.items);
        return new BehaviourKeys(all);
    }

    boolean has(String key) {
        return items.containsKey(key);
    }

    /** The item that a key is written in, or null. */
    @Nullable ItemNode item(String key) {
        return items.get(key);
    }
}
