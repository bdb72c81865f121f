// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

/** A group of the machine. */
public record GroupEntry(long gid, String name) {}
