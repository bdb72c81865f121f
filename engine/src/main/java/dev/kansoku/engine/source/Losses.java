// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.source;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a source could not deliver, all counted from its start.
 *
 * @param cpus what a live source lost, by CPU; empty for captures
 * @param shed what a live source left out on purpose
 * @param late events that were delivered behind a later one
 * @param unknownTypes events of a newer writer that the event table does not know
 * @param skippedBlocks blocks of a capture that could not be read
 * @param skippedBytes bytes of a capture that were passed over
 */
public record Losses(
        List<CpuLosses> cpus,
        Shed shed,
        long late,
        long unknownTypes,
        long skippedBlocks,
        long skippedBytes) {
    public static final Losses NONE = new Losses(List.of(), Shed.NONE, 0, 0, 0, 0);

    public Losses {
        cpus = List.copyOf(cpus);
    }

    /** Losses of a live source. */
    public static Losses live(List<CpuLosses> cpus, Shed shed, long late) {
        return new Losses(cpus, shed, late, 0, 0, 0);
    }

    /** Losses of captures. */
    public static Losses ofCaptures(long unknownTypes, long skippedBlocks, long skippedBytes) {
        return new Losses(List.of(), Shed.NONE, 0, unknownTypes, skippedBlocks, skippedBytes);
    }

    /** Events that a live source lost, for whichever reason. */
    public long droppedEvents() {
        return sum(CpuLosses::events);
    }

    /** Events that found their ring full. */
    public long droppedFull() {
        return sum(CpuLosses::full);
    }

    /** Events too large for a ring. */
    public long droppedOversize() {
        return sum(CpuLosses::oversize);
    }

    /** Events that came while another was put together on their CPU. */
    public long droppedNested() {
        return sum(CpuLosses::nested);
    }

    /** Events held back since their control group made too many. */
    public long droppedThrottled() {
        return sum(CpuLosses::throttled);
    }

    /** Parameters left out as too large for their event. */
    public long cutParameters() {
        return sum(CpuLosses::cut);
    }

    /** Parameters left out since their memory could not be read. */
    public long droppedFault() {
        return sum(CpuLosses::fault);
    }

    private long sum(ToLongFunction<CpuLosses> part) {
        return cpus.stream().mapToLong(part).sum();
    }

    /** Whether anything is missing. Events that came late are there. */
    public boolean isAny() {
        return cpus.stream().anyMatch(cpu -> cpu.events() != 0 || cpu.parameters() != 0)
                || (unknownTypes | skippedBlocks | skippedBytes) != 0;
    }
}
