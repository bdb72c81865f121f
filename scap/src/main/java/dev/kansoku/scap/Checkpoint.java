// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

/**
 * A place in a capture at which reading can begin.
 *
 * @param sectionStart whether a section begins here; at others, an event does
 * @param sections how many sections begin before it
 * @param number the number of the last event before it
 * @param timestamp of the event that begins here; of a section's begin, as {@code latestBefore}
 * @param latestBefore the latest time of all events before it; {@link Long#MIN_VALUE} before all
 * @param offset the block's place in the capture, unpacked
 * @param packed a place in the file at which unpacking can begin; {@code offset} where it is not
 *     packed
 * @param unpacked how many bytes are unpacked before that place
 */
record Checkpoint(
        boolean sectionStart,
        int sections,
        long number,
        long timestamp,
        long latestBefore,
        long offset,
        long packed,
        long unpacked) {}
