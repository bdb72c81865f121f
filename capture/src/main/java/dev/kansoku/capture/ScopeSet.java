// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.util.List;

/**
 * Several of what can be observed or left out; they add up. Immutable.
 *
 * @param pids processes, with their descendants
 * @param cgroups paths of control groups as mounted, each with all below it; those of version 1
 *     must be of one hierarchy
 * @param uids effective users of threads
 * @param comms names of threads (at most 15 bytes count)
 */
public record ScopeSet(List<Long> pids, List<String> cgroups, List<Long> uids, List<String> comms) {
    /** Nothing. */
    public static final ScopeSet NONE = new ScopeSet(List.of(), List.of(), List.of(), List.of());

    public ScopeSet {
        pids = List.copyOf(pids);
        cgroups = List.copyOf(cgroups);
        uids = List.copyOf(uids);
        comms = List.copyOf(comms);
    }

    /** Processes and their descendants. */
    public static ScopeSet ofPids(List<Long> pids) {
        return new ScopeSet(pids, List.of(), List.of(), List.of());
    }

    /** Control groups and all below them. */
    public static ScopeSet ofCgroups(List<String> paths) {
        return new ScopeSet(List.of(), paths, List.of(), List.of());
    }

    /** Threads by their effective users. */
    public static ScopeSet ofUsers(List<Long> uids) {
        return new ScopeSet(List.of(), List.of(), uids, List.of());
    }

    /** Threads by their names. */
    public static ScopeSet ofComms(List<String> names) {
        return new ScopeSet(List.of(), List.of(), List.of(), names);
    }

    public boolean isEmpty() {
        return isOfPids() && pids.isEmpty();
    }

    /** Whether nothing but processes is in it. */
    boolean isOfPids() {
        return cgroups.isEmpty() && uids.isEmpty() && comms.isEmpty();
    }
}
