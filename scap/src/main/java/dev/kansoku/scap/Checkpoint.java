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
 * @param restart where unpacking can begin, not behind it
 */
record Checkpoint(
        boolean sectionStart,
        int sections,
        long number,
        long timestamp,
        long latestBefore,
        long offset,
        Restart restart) {
    Checkpoint at(Restart place) {
        return new Checkpoint(
                sectionStart, sections, number, timestamp, latestBefore, offset, place);
    }
}
