// SPDX-License-Identifier: Apache-2.0
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

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What {@code evt.category} shows for an event of this category whose origin says no more: the
     * family writes {@code IPC} large for calls and small for I/O, and calls I/O on an fd that it
     * does not know {@code unknown}.
     */
    public String label() {
        return switch (this) {
            case NONE, IO_READ, IO_WRITE, IO_OTHER -> "unknown";
            case IPC -> "IPC";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }

    /** Whether the category is shown as that of the fd the event acts on. */
    public boolean isRefinedByFd() {
        return this == IO_READ || this == IO_WRITE || this == IO_OTHER;
    }
}
