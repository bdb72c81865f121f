// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Events that are told only where somebody asks for them, since they are many: by {@code --with},
 * or by a filter that speaks of them.
 */
public enum ExtraEvents {
    /** A CPU goes from a thread to another. */
    SWITCH,
    /** A signal reaches a thread. */
    SIGNAL,
    /** A page is not there, or not to be used so. */
    FAULTS,
    /** Calls begin. */
    ENTER,
    /** Operations go through an io_uring; told always, since only who uses one pays. */
    IO_URING;

    /** The word for it on a command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is told without being asked for. */
    public boolean isTold() {
        return this == IO_URING;
    }

    /** What a word stands for. */
    public static Optional<ExtraEvents> of(String word) {
        return Arrays.stream(values()).filter(extra -> extra.word().equals(word)).findFirst();
    }
}
