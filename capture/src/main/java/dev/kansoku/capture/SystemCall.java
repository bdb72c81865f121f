// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.event.EventType;
import dev.kansoku.ffi.Architecture;
import java.util.List;

/**
 * One row of {@code syscalls.tsv}: a system call and the exit event that it becomes.
 *
 * @param x86 its number on x86_64, -1 where there is none
 * @param aarch64 its number on aarch64, -1 where there is none
 * @param name the kernel's name for it
 * @param event the exit event; the generic one for calls without a row of their own
 * @param recipes one for each parameter of the event
 */
public record SystemCall(int x86, int aarch64, String name, EventType event, List<Recipe> recipes) {
    public SystemCall {
        recipes = List.copyOf(recipes);
    }

    /**
     * Whether each message of it has an event of its own, as if it alone had been sent or received:
     * its result is the message's length. Where there is no message there is one event, of the
     * call.
     */
    public boolean tellsEachMessage() {
        return name.equals("sendmmsg") || name.equals("recvmmsg");
    }

    /** Its number on an architecture, -1 where it has none there. */
    public int number(Architecture architecture) {
        return architecture.select(x86, aarch64);
    }
}
