// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.source;

/**
 * What a live source lost of one CPU's events, counted from its start.
 *
 * @param cpu the CPU's number
 * @param full events that found their ring full
 * @param oversize events too large for a ring
 * @param nested events that came while another was put together on their CPU
 * @param throttled events held back since their control group made too many
 * @param cut parameters left out as too large for their event
 * @param fault parameters left out since their memory could not be read
 */
public record CpuLosses(
        int cpu, long full, long oversize, long nested, long throttled, long cut, long fault) {
    /** Events that are missing. */
    public long events() {
        return full + oversize + nested + throttled;
    }

    /** Parameters that are missing of events that are there. */
    public long parameters() {
        return cut + fault;
    }
}
