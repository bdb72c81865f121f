// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.MatchFields;
import dev.kansoku.rules.MatchValues;
import dev.kansoku.rules.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the begun sequences of one rule. For each key and each number of steps that were done
 * there is at most one, the newest: a step that happens again takes the place of what waited there.
 *
 * <pre>
 *   key --> Family: after step 1 | after step 2 | ... | after the last but one
 *                   Begun          Begun                each with the time of its first event
 * </pre>
 *
 * A family of processes is found by each process that did a step, by the parent of the one that did
 * the first, and by whatever descends of these. Belongs to one thread.
 */
final class SequenceTracker {
    /** How far up a process's family is looked for. */
    private static final int HIGHEST = 64;

    /** The event has not what sequences of this rule are told apart by. */
    private static final int NO_KEY = -2;

    private final int steps;
    private final long within;
    private final boolean tree;
    private final List<KeyReader> keys = new ArrayList<>();
    private final StepValues values;
    private final BoundedTable<Family> families;
    private final TextBuffer key = new TextBuffer();
    private long evicted;

    /** A sequence of which some steps were done. */
    private static final class Begun {
        private final long first;
        private final @Nullable Object[] values;
        private long last;

        Begun(long first, int values) {
            this.first = first;
            this.last = first;
            this.values = new Object[values];
        }
    }

    /** What was begun of one key, by the number of steps that were done, less one. */
    private record Family(@Nullable Begun[] after) {}

    SequenceTracker(
            Sequence sequence,
            String output,
            FieldCatalogue<EventContext> fields,
            int most,
            long seed)
            throws FilterException {
        this.steps = sequence.steps().size();
        this.within = sequence.withinNanos();
        this.tree = sequence.steps().getFirst().by().tree();
        this.values = new StepValues(output, fields);
        this.families = new BoundedTable<>(most, seed);
        for (Sequence.Step step : sequence.steps()) {
            keys.add(new KeyReader(step.by().fields(), fields, seed));
        }
    }

    int size() {
        return families.size();
    }

    /** Keys that made room before their time. */
    long evicted() {
        return evicted;
    }

    /**
     * The event at hand is what a step waits for. An event that fits several steps is to be told
     * for the last of them first.
     *
     * @param step from 0 on
     * @return whether it was the last step of a sequence that is complete by it; what is known of
     *     that is in {@code told} then
     */
    boolean happened(int step, EventContext context, MatchValues told) {
        long now = context.event().timestamp();
        families.expire(now - within);
        int at = tree ? family(context) : keyed(step, context);
        if (step == 0) {
            begin(at, now, context);
            return false;
        }
        if (at < 0) {
            return false;
        }
        Family family = families.value(at);
        Begun begun = family.after()[step - 1];
        if (begun == null || now < begun.last || now - begun.first > within) {
            return false;
        }
        family.after()[step - 1] = null;
        begun.last = now;
        values.keep(step, context, begun.values);
        if (step == steps - 1) {
            values.tell(begun.values, told);
            told.put(MatchFields.DURATION, now - begun.first);
            return true;
        }
        family.after()[step] = begun;
        families.touch(at, now);
        if (tree) {
            join(family, process(context), now);
        }
        return false;
    }

    private void begin(int at, long now, EventContext context) {
        if (at == NO_KEY) {
            return;
        }
        Family family;
        if (at == BoundedTable.NONE) {
            family = new Family(new Begun[steps - 1]);
            if (tree) {
                found(family, context, now);
            } else {
                put(family, now);
            }
        } else {
            family = families.value(at);
            families.touch(at, now);
        }
        Begun begun = new Begun(now, values.size());
        values.keep(0, context, begun.values);
        family.after()[0] = begun;
    }

    private int keyed(int step, EventContext context) {
        key.clear();
        return keys.get(step).read(context, key) ? families.find(key) : NO_KEY;
    }

    private static long process(EventContext context) {
        ThreadState thread = context.state().thread();
        return thread == null ? -1 : thread.pid();
    }

    /** The family of the process at hand, or of the nearest above it that has one. */
    private int family(EventContext context) {
        ThreadState thread = context.state().thread();
        if (thread == null || thread.pid() < 0) {
            return NO_KEY;
        }
        ThreadState process = thread;
        for (int i = 0; i < HIGHEST && process != null; i++) {
            int at = find(process.pid());
            if (at >= 0) {
                return at;
            }
            process = context.state().threads().parent(process);
        }
        return BoundedTable.NONE;
    }

    private int find(long pid) {
        key.clear();
        KeyReader.number(pid, key);
        return families.find(key);
    }

    /** A family begins with a process and its parent, unless that is outside of its container. */
    private void found(Family family, EventContext context, long now) {
        ThreadState thread = context.state().thread();
        if (thread == null) {
            return;
        }
        join(family, thread.pid(), now);
        ThreadState parent = context.state().threads().parent(thread);
        if (parent != null
                && parent.pid() > 1
                && parent.isInPidNamespace() == thread.isInPidNamespace()) {
            join(family, parent.pid(), now);
        }
    }

    private void join(Family family, long pid, long now) {
        int at = find(pid);
        if (at < 0) {
            put(family, now);
        } else {
            families.touch(at, now);
        }
    }

    /** Puts a family under the key at hand. */
    private void put(Family family, long now) {
        if (families.isFull()) {
            families.remove(families.oldest());
            evicted++;
        }
        families.put(key, family, now);
    }
}
