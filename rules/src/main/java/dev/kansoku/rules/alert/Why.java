// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import java.util.List;

/**
 * How it came to an event. All text is as fields show it: without control characters.
 *
 * @param ancestry the process that did it, its parent and so on upwards
 * @param events the last ones of the process, the oldest first, the one that matched last
 */
public record Why(List<Ancestor> ancestry, List<Before> events) {
    public Why {
        ancestry = List.copyOf(ancestry);
        events = List.copyOf(events);
    }

    /** A process on the way up. */
    public record Ancestor(String name, long pid, String commandLine) {}

    /**
     * An event of the process.
     *
     * @param nanos when it happened, since the epoch
     * @param type such as {@code openat}
     * @param text what it was about, empty where nothing is known
     */
    public record Before(long nanos, String type, String text) {}
}
