// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.syntax.Expression;
import java.util.Set;

/**
 * A condition that was understood.
 *
 * @param expression with the conditions of macros in the place of their names
 * @param plan what it asks, not yet simplified
 * @param macros the names of the macros in it, of those in macros too
 * @param lists the names of the lists in it, of those in macros too
 * @param checks how many comparisons it has
 * @param depth how deep they lie
 */
record Condition(
        Expression expression,
        Plan plan,
        Set<String> macros,
        Set<String> lists,
        long checks,
        int depth) {}
