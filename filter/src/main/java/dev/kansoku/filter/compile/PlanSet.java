// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

/**
 * Plans that are asked together. Allocates nothing per event (a regular expression does); belongs
 * to one thread.
 *
 * @param <C> what values are taken from
 */
public interface PlanSet<C> {
    /**
     * Sets the bit of each plan that matches, by its place in the set; other bits stay.
     *
     * @param process what is remembered of the context's process, see {@link Slots}
     * @param system what is remembered of it until anything changes
     */
    void match(C context, long[] process, long[] system, long[] matched);
}
