// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/**
 * A session, shared by its processes: when its leader ends or gives up the controlling terminal,
 * all of them lose it at once.
 */
final class Session {
    /** When the terminal was taken from all, nanoseconds since the epoch; 0 never. */
    long hungUp;
}
