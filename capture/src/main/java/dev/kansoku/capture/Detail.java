// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

/** What a live capture tells of events beside their bytes; each costs the observed something. */
public enum Detail {
    /** How long each call took. */
    LATENCY,
    /** The stack of the process. */
    USER_STACK,
    /** The stack of the kernel. */
    KERNEL_STACK,
    /** Whether paths and addresses were changed while the kernel worked on them. */
    TRUTH,
    /** The path of the file that a call opened or executed. */
    OBJECT,
    /** What waits in the queues of the event's socket. */
    QUEUES
}
