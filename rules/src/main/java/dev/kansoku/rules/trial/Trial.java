// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.trial;

import dev.kansoku.rules.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A test: what happens, and what must be told of it.
 *
 * @param name for people
 * @param happening the events
 * @param expected the alerts
 * @param othersAllowed whether alerts of rules that are not expected are no failure
 * @param where it begins
 */
public record Trial(
        String name,
        Happening happening,
        List<Expected> expected,
        boolean othersAllowed,
        Place where) {
    public Trial {
        expected = List.copyOf(expected);
    }

    /** What happens in a test. */
    public sealed interface Happening {
        /** What stands in a capture. */
        record Captured(Path file) implements Happening {}

        /**
         * What was written by hand.
         *
         * @param actors the processes that there are before
         * @param events the bytes of each
         */
        record Acted(List<Actor> actors, List<byte[]> events) implements Happening {
            public Acted {
                actors = List.copyOf(actors);
                events = List.copyOf(events);
            }
        }
    }

    /**
     * Alerts of a rule.
     *
     * @param rule its name
     * @param count how many there must be, or null for one or more
     * @param fields values that one alert of them must have, as its JSON shows them
     * @param output text that one alert's line must contain, or null
     */
    public record Expected(
            String rule,
            @Nullable Integer count,
            Map<String, String> fields,
            @Nullable String output,
            Place where) {}
}
