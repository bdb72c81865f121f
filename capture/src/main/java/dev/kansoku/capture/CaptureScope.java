// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose events a live capture observes. A thread is in scope where something takes it in and
 * nothing leaves it out; where nothing is named that takes in, the whole machine is. Immutable.
 *
 * @param command a program and its arguments to run and observe with its descendants; empty for
 *     none
 * @param in what is observed
 * @param out what is left out, whatever takes it in
 * @param named control groups that are observed or left out by a name that others know, such as a
 *     container's; null for none
 */
public record CaptureScope(
        List<String> command, ScopeSet in, ScopeSet out, @Nullable CgroupNames named) {
    /** The whole machine. */
    public static final CaptureScope MACHINE =
            new CaptureScope(List.of(), ScopeSet.NONE, ScopeSet.NONE, null);

    public CaptureScope {
        command = List.copyOf(command);
    }

    /** A command that the capture starts, and its descendants. */
    public static CaptureScope ofCommand(List<String> command) {
        return new CaptureScope(command, ScopeSet.NONE, ScopeSet.NONE, null);
    }

    /** What a set takes in. */
    public static CaptureScope of(ScopeSet in) {
        return new CaptureScope(List.of(), in, ScopeSet.NONE, null);
    }

    /** Running processes and their descendants. */
    public static CaptureScope ofPids(List<Long> pids) {
        return of(ScopeSet.ofPids(pids));
    }

    /** A cgroup and all below it. */
    public static CaptureScope ofCgroup(String path) {
        return of(ScopeSet.ofCgroups(List.of(path)));
    }

    /** All threads with a name. */
    public static CaptureScope ofComm(String name) {
        return of(ScopeSet.ofComms(List.of(name)));
    }

    /** The same less what a set leaves out. */
    public CaptureScope without(ScopeSet left) {
        return new CaptureScope(command, in, left, named);
    }

    /** The same with control groups by the names that others know them by. */
    public CaptureScope withNamed(@Nullable CgroupNames names) {
        return new CaptureScope(command, in, out, names);
    }

    /** The processes that are observed with their descendants. */
    public List<Long> pids() {
        return in.pids();
    }

    /** Whether nothing is named that takes in, so that the whole machine is observed. */
    public boolean isOfMachine() {
        return command.isEmpty() && in.isEmpty() && (named == null || !named.takesIn());
    }

    /** Whether the scope is trees of processes alone, which any engine can observe. */
    public boolean isOfProcesses() {
        return (!command.isEmpty() || !in.pids().isEmpty())
                && in.isOfPids()
                && out.isEmpty()
                && named == null;
    }
}
