package dev.kansoku.event;

import java.util.Locale;

/**
 * What an event is about. The I/O categories are refined by the fd they act on when they are shown.
 */
public enum Category {
    NONE,
    OTHER,
    FILE,
    NET,
    IPC,
    MEMORY,
    PROCESS,
    SLEEP,
    SYSTEM,
    SIGNAL,
    USER,
    TIME,
    PROCESSING,
    IO_READ,
    IO_WRITE,
    IO_OTHER;

    /** Where an event comes from, beside what it is about. */
    public enum Origin {
        WAIT,
        SCHEDULER,
        INTERNAL,
        SYSCALL,
        TRACEPOINT,
        PLUGIN,
        METAEVENT,
        ITER;

        int mask() {
            return 1 << ordinal();
        }
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
