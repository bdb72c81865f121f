// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

/** What whoever has an alert does while an output has no room for it. */
public enum Patience {
    /** Goes on, and the alert is counted as dropped: a live capture waits for nobody. */
    NONE,
    /**
     * Waits, as a replay can. An output that fails all the while is not waited for any longer after
     * a time.
     */
    WAITS
}
