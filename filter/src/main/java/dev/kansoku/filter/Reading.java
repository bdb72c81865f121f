// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.Expression;

/**
 * A filter that was read.
 *
 * @param text as it was written
 * @param dialect the one it was read in
 * @param inBoth whether the other dialect reads it too, and to the same end
 * @param expression what it says
 * @param plan what is to be asked of events
 */
public record Reading(
        String text, Dialect dialect, boolean inBoth, Expression expression, TypedPlan plan) {}
