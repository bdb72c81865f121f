// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.ExtraEvents;
import dev.kansoku.capture.KernelFilter;
import dev.kansoku.capture.KernelSplit;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.capture.process.BootClock;
import dev.kansoku.ffi.SystemCallException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which events the kernel programs make: told to them as data, so that it can change while they
 * run. Thread-safe.
 */
final class Narrowing implements Held.Part {
    private final Control control;
    private final SideCalls sideCalls;
    private final PredicateMap predicates;
    private final LastingMap lasting;
    private final boolean enters;
    private BitSet wanted = new BitSet();
    private boolean closed;

    /**
     * @param enters whether beginnings of calls are told in any case
     */
    Narrowing(Skeleton skeleton, Control control, boolean enters) throws SystemCallException {
        this.control = control;
        this.enters = enters;
        this.sideCalls = new SideCalls(skeleton.map("side_calls"));
        PredicateMap opened = null;
        try {
            opened = new PredicateMap(skeleton.map("predicates"));
            this.lasting = new LastingMap(skeleton.map("lasting"), opened, new BootClock()::now);
        } catch (SystemCallException e) {
            if (opened != null) {
                opened.close();
            }
            sideCalls.close();
            throw e;
        }
        this.predicates = opened;
    }

    /**
     * Makes only these events, and those that the state needs, from now on. What is wanted before
     * and after is not missed in between.
     *
     * @param events null for all
     */
    synchronized void to(@Nullable WantedEvents events) {
        if (closed) {
            return;
        }
        BitSet next = KernelSplit.wantedCalls(events);
        BitSet both = (BitSet) next.clone();
        both.or(wanted);
        sideCalls.set(KernelSplit.matchingCalls(events));
        control.calls(both);
        predicates.ask(asked(events), lasting);
        if (!both.equals(next)) {
            control.calls(next);
        }
        wanted = next;
    }

    /** Where beginnings of calls are told, their ends are too: fields are taken from both. */
    private KernelFilter asked(@Nullable WantedEvents events) {
        return events == null || enters || events.named().contains(ExtraEvents.ENTER)
                ? KernelFilter.NONE
                : events.kernel();
    }

    /** Who finds out of threads and files what the filter asks, for the programs. */
    LastingMap lasting() {
        return lasting;
    }

    /** The programs are about to run. */
    void begin() {
        predicates.inUse();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            sideCalls.close();
            lasting.close();
            predicates.close();
        }
    }
}
