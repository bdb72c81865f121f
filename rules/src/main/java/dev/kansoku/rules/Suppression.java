// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For how long after an alert equal ones are counted and not told.
 *
 * @param forNanos by the events' own times
 * @param by the fields that are equal in equal alerts, or null where what they say is equal
 */
public record Suppression(long forNanos, @Nullable List<String> by) {
    public Suppression {
        by = by == null ? null : List.copyOf(by);
    }
}
