// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.filter.compile.Slots;
import java.util.Arrays;

/**
 * What is remembered of the threads: the outcomes of checks that stay until something is told of
 * the thread, or of any. Each thread carries its own, so that it goes when the thread does.
 */
final class ProcessMemory {
    private final Slots slots;
    private Outcomes current;

    /** For events of no thread: what is found out is forgotten at the next one. */
    private Outcomes nobodys;

    /** What was found out of one thread, and when. */
    private static final class Outcomes {
        final ProcessMemory owner;
        final long[] process;
        final long[] system;
        int threadChanges;
        int tableChanges;
        int changes;

        Outcomes(ProcessMemory owner) {
            this.owner = owner;
            process = new long[owner.slots.processWords()];
            system = new long[owner.slots.systemWords()];
        }

        void forget() {
            Arrays.fill(process, 0);
            Arrays.fill(system, 0);
        }
    }

    ProcessMemory(Slots slots) {
        this.slots = slots;
        nobodys = new Outcomes(this);
        current = nobodys;
    }

    /** More slots are in use: what was remembered in shorter arrays is forgotten. */
    void grow() {
        nobodys = new Outcomes(this);
    }

    /** Makes the thread of the event at hand the one whose outcomes are asked for. */
    void turnTo(EventContext context) {
        SystemState state = context.state();
        ThreadState thread = state.thread();
        if (thread == null) {
            nobodys.forget();
            current = nobodys;
            return;
        }
        if (thread.remembered() instanceof Outcomes outcomes
                && outcomes.owner == this
                && outcomes.process.length == nobodys.process.length
                && outcomes.system.length == nobodys.system.length) {
            current = outcomes;
            renew(outcomes, state, thread);
        } else {
            current = new Outcomes(this);
            thread.remember(current);
            stamp(current, state, thread);
        }
    }

    private static void renew(Outcomes outcomes, SystemState state, ThreadState thread) {
        if (outcomes.changes == state.changes()
                && outcomes.tableChanges == state.tableChanges()
                && outcomes.threadChanges == thread.changes()) {
            return;
        }
        if (outcomes.threadChanges != thread.changes()
                || outcomes.tableChanges != state.tableChanges()) {
            Arrays.fill(outcomes.process, 0);
        }
        Arrays.fill(outcomes.system, 0);
        stamp(outcomes, state, thread);
    }

    private static void stamp(Outcomes outcomes, SystemState state, ThreadState thread) {
        outcomes.changes = state.changes();
        outcomes.tableChanges = state.tableChanges();
        outcomes.threadChanges = thread.changes();
    }

    long[] process() {
        return current.process;
    }

    long[] system() {
        return current.system;
    }
}
