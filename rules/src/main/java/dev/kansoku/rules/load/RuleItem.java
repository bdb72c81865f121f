// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.rules.Priority;
import java.util.List;
import java.util.SortedSet;

/**
 * A rule as it stands once all files are read.
 *
 * @param condition in parts where some were appended
 * @param output in parts where some were appended
 * @param warnsOfTypes whether a condition that many types of events pass is to be warned of
 * @param skipsUnknown whether it is left out where its condition or output names a field that is
 *     not known
 * @param knownSource whether events of its source can be had
 * @param behaviour the keys of what it does beyond telling of each event
 */
record RuleItem(
        Context context,
        String name,
        String source,
        List<Scalar> condition,
        List<Scalar> output,
        String description,
        Priority priority,
        SortedSet<String> tags,
        List<ExceptionItem> exceptions,
        boolean enabled,
        boolean warnsOfTypes,
        boolean skipsUnknown,
        boolean knownSource,
        BehaviourKeys behaviour) {}
