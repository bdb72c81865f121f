// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which results of calls that the state learns from teach it nothing, so that such an event serves
 * the filter alone: {@code failed-calls.tsv}.
 */
final class FailedCalls {
    private static final Map<String, Numbers> RESULTS = new HashMap<>();

    static {
        for (String[] row : Tables.read("failed-calls.tsv", 2)) {
            long result = row[1].equals("errors") ? 0 : Long.parseLong(row[1]);
            RESULTS.put(row[0], result == 0 ? Numbers.NEGATIVE : Numbers.of(result, result));
        }
    }

    private FailedCalls() {}

    /** Those results of a call, by its name, or null where any may teach something. */
    static @Nullable Numbers of(String call) {
        return RESULTS.get(call);
    }
}
