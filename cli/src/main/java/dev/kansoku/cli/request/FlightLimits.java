// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

/**
 * How much a flight recorder keeps and writes.
 *
 * @param beforeNanos how much of what came before a match is recorded
 * @param memory how many bytes of events are kept in memory at most, a power of two
 * @param files most recordings
 * @param bytes after which a recording ends
 * @param guarded whether files are made for their owner alone, never in the place of others
 */
public record FlightLimits(long beforeNanos, int memory, int files, long bytes, boolean guarded) {}
