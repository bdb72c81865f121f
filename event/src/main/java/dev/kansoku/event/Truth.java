// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

/**
 * Whether the paths and addresses of a call, as the process's memory had them when the call
 * returned, are those that the kernel worked with.
 */
public enum Truth {
    /** The source does not know, or the call has none. */
    UNKNOWN,
    SAME,
    /** They were changed meanwhile; the event has the kernel's. */
    CHANGED
}
