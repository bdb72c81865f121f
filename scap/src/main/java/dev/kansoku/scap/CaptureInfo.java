// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.start.MachineEntry;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a capture holds, counted by reading all of it.
 *
 * @param machine of the last section, null where the capture names none
 * @param sections how many follow each other in the file
 * @param events all of them, those included that only tell of state
 * @param stateOnly events that only tell of state: marked so, or of the writer's own making
 * @param enters begins of system calls
 * @param exits ends of system calls
 * @param firstGeneration events of the layout without a parameter count
 * @param first when the earliest other event happened, nanoseconds since the epoch; 0 without one
 * @param last when the latest of those happened
 * @param backwards of those that are earlier than the one before them
 * @param dropEvents events that tell of lost ones
 * @param dropped how many lost events those tell of, as Kansoku writes them
 * @param meanEvent size in bytes
 * @param largestEvent size in bytes
 * @param types how often each type occurs that does, the most frequent first
 * @param cpus how many events each CPU has, by its number
 * @param tables entries of the start tables
 * @param bytes size uncompressed
 * @param unknownTypes events of types that the event table does not know
 * @param skippedBlocks blocks that could not be read
 * @param skippedBytes bytes that were passed over
 * @param damages what could not be read, as {@link ScapReader#damages} has it
 */
public record CaptureInfo(
        @Nullable MachineEntry machine,
        int sections,
        long events,
        long stateOnly,
        long enters,
        long exits,
        long firstGeneration,
        long first,
        long last,
        long backwards,
        long dropEvents,
        long dropped,
        long meanEvent,
        int largestEvent,
        List<TypeCount> types,
        List<Long> cpus,
        TableCounts tables,
        long bytes,
        long unknownTypes,
        long skippedBlocks,
        long skippedBytes,
        List<Damage> damages) {

    /** How often an event type occurs, by its name and whether it is an exit. */
    public record TypeCount(String name, boolean exit, long count) {}

    /**
     * Entries of the start tables.
     *
     * @param threads processes and their threads
     * @param fds open ones of all processes
     * @param users and groups
     * @param interfaces addresses of network interfaces
     */
    public record TableCounts(long threads, long fds, long users, long interfaces) {}

    /** Reads a capture to its end and closes it. */
    public static CaptureInfo of(ScapReader capture) throws IOException {
        try (capture) {
            CaptureCounter counter = new CaptureCounter();
            counter.read(capture);
            return counter.total(capture);
        }
    }
}
