// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

/** What of one key was counted lately. By the events' own times; belongs to one thread. */
interface Window {
    /**
     * Counts something.
     *
     * @param now when it happened, nanoseconds
     * @param value what is told apart where different values are counted
     * @return whether there is enough, after which counting has begun anew
     */
    boolean add(long now, long value);
}
