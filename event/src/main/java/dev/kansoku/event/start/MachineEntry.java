// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

/**
 * The machine a capture was made on.
 *
 * @param cpus number of CPUs
 * @param memoryBytes size of its memory
 * @param maxPid the kernel's largest pid
 * @param hostname as the writer knew it, at most 127 bytes
 * @param bootTimestamp nanoseconds since the epoch, 0 where unknown
 */
public record MachineEntry(
        int cpus, long memoryBytes, long maxPid, String hostname, long bootTimestamp) {}
