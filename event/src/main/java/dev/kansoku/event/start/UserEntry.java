// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

/** A user of the machine. */
public record UserEntry(long uid, long gid, String name, String home, String shell) {}
