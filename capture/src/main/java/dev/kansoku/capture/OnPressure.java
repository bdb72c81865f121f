// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

/** What happens where events are made faster than they are read. */
public enum OnPressure {
    /**
     * The cheapest is left out first, while there is still room: payload, then reads and writes,
     * then other calls; never what tells of processes and fds.
     */
    SHED,

    /** Whatever finds its buffer full is lost. */
    DROP
}
