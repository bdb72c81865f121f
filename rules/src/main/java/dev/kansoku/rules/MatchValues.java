// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the match at hand beside its event. Filled before a match is told and emptied
 * afterwards; belongs to the thread that matches.
 */
public final class MatchValues {
    private final Map<String, Object> values = new HashMap<>();

    /**
     * Says a value of the match at hand.
     *
     * @param field as {@link MatchFields} has it, with its argument in brackets
     * @param value a {@link Long}, or the bytes of a text
     */
    public void put(String field, Object value) {
        values.put(field, value);
    }

    public void clear() {
        values.clear();
    }

    /** The value of a field, or null. */
    @Nullable Object get(String field) {
        return values.get(field);
    }
}
