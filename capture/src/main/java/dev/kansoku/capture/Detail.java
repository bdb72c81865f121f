package dev.kansoku.capture;

/** What a live capture tells of events beside their bytes; each costs the observed something. */
public enum Detail {
    /** How long each call took. */
    LATENCY,
    /** The stack of the process. */
    USER_STACK,
    /** The stack of the kernel. */
    KERNEL_STACK
}
