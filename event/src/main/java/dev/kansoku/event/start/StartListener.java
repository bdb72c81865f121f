// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

/**
 * Receives the start tables of a source, before its first event and again where a new section
 * begins.
 */
public interface StartListener {
    /** A section begins: what was known before is void. */
    default void section() {}

    default void machine(MachineEntry machine) {}

    default void process(ProcessEntry process) {}

    /** An open fd of the thread group {@code tid} leads. */
    default void fd(long tid, FdEntry fd) {}

    default void user(UserEntry user) {}

    default void group(GroupEntry group) {}

    default void networkInterface(InterfaceEntry networkInterface) {}
}
