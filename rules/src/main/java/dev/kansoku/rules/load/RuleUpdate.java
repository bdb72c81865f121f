// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.Priority;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What an item changes of a rule that was defined before; null is what it leaves as it is.
 *
 * @param source as written, or "" where it is not
 */
record RuleUpdate(
        Context context,
        String name,
        String source,
        @Nullable Scalar condition,
        @Nullable Scalar output,
        @Nullable String description,
        @Nullable Priority priority,
        @Nullable SortedSet<String> tags,
        @Nullable List<ExceptionItem> exceptions,
        @Nullable Boolean enabled,
        @Nullable Boolean warnsOfTypes,
        @Nullable Boolean skipsUnknown,
        BehaviourKeys behaviour) {}
