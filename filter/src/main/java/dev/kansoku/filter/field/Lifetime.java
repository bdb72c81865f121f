// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.field;

/**
 * How long a field's value stays what it is, so that what was found out with it need not be found
 * out again.
 */
public enum Lifetime {
    /** Each event may have another. */
    EVENT,
    /** All events of a thread have the same until one of them changes something of its process. */
    PROCESS,
    /** The same, but a change of another process, a user or a container may change it too. */
    SYSTEM;

    /** How long what depends on two values stays. */
    public Lifetime and(Lifetime other) {
        if (this == EVENT || other == EVENT) {
            return EVENT;
        }
        return this == SYSTEM ? this : other;
    }
}
