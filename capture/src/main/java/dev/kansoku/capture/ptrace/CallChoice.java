// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.Demand;
import dev.kansoku.capture.ExtraEvents;
import dev.kansoku.capture.KernelSplit;
import dev.kansoku.capture.SystemCallTable;
import dev.kansoku.capture.WantedEvents;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What is told of which calls, and whether signals are. Immutable.
 *
 * @param ends numbers of the calls whose end is told; the last stands for all of no known number
 * @param begins numbers of the calls whose beginning is told
 * @param signals whether signals are told
 */
record CallChoice(BitSet ends, BitSet begins, boolean signals) {
    private static final int LAST = SystemCallTable.NUMBERS - 1;

    CallChoice {
        ends = (BitSet) ends.clone();
        begins = (BitSet) begins.clone();
    }

    /**
     * What a demand asks for.
     *
     * @param events what is wanted instead of the demand's own, or null for all
     */
    static CallChoice of(Demand demand, @Nullable WantedEvents events) {
        return new CallChoice(
                KernelSplit.wantedCalls(events),
                KernelSplit.wantedEnters(
                        events, demand.with().contains(ExtraEvents.ENTER), demand.entries()),
                demand.with().contains(ExtraEvents.SIGNAL)
                        || (events != null && events.named().contains(ExtraEvents.SIGNAL)));
    }

    @Override
    public BitSet ends() {
        return (BitSet) ends.clone();
    }

    @Override
    public BitSet begins() {
        return (BitSet) begins.clone();
    }

    /** Whether the end of a call is told. */
    boolean tellsEnd(long number) {
        return ends.get(index(number));
    }

    /** Whether the beginning of a call is told. */
    boolean tellsBegin(long number) {
        return begins.get(index(number));
    }

    private static int index(long number) {
        return number < 0 || number > LAST ? LAST : (int) number;
    }

    /** The numbers of the calls that must stop. */
    BitSet stopping() {
        BitSet either = ends();
        either.or(begins);
        return either;
    }

    /** Whether all calls stop, so that a filter in the kernel would let none pass. */
    boolean isOfAll() {
        return stopping().cardinality() == SystemCallTable.NUMBERS;
    }
}
