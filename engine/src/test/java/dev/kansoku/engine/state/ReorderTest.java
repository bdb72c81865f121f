// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Histories that a kernel could have, delivered as several CPUs deliver them: each thread's events
 * in order, those of different threads up to some events too early or too late. What is shown is
 * what was, or nothing.
 */
class ReorderTest {
    private static final int STEPS = 1500;

    @Test
    void inOrderEveryEventShowsItsProgram() {
        for (long seed = 1; seed <= 20; seed++) {
            ProcessHistory history = ProcessHistory.of(seed, STEPS);
            Outcome outcome = play(history, history.told(), seed);
            assertThat(outcome.missing).as("seed " + seed).isZero();
            assertThat(outcome.missingAtTheEnd).as("seed " + seed).isZero();
        }
    }

    @Test
    void outOfOrderNoEventShowsAnotherProgram() {
        int events = 0;
        int missing = 0;
        for (long seed = 1; seed <= 500; seed++) {
            ProcessHistory history = ProcessHistory.of(seed, STEPS);
            List<ProcessHistory.Told> shuffled =
                    history.shuffled(new Random(seed), 1 + (int) (seed % 16));
            Outcome outcome = play(history, shuffled, seed);
            events += shuffled.size();
            missing += outcome.missing;
        }
        System.out.printf("reorder: %d events, %d show nothing%n", events, missing);
        assertThat(missing).isLessThan(events / 50);
    }

    private static final class Outcome {
        int missing;
        int missingAtTheEnd;
    }

    private static Outcome play(
            ProcessHistory history, List<ProcessHistory.Told> order, long seed) {
        SystemState state = new SystemState();
        history.start(state);
        Outcome outcome = new Outcome();
        Event event = new Event();
        for (ProcessHistory.Told told : order) {
            told.wrap(event);
            state.apply(event);
            ThreadState thread = state.thread();
            if (thread == null || thread.placeholder()) {
                outcome.missing++;
                continue;
            }
            String shown = thread.pid() + " " + Scene.text(thread.comm());
            if (!shown.equals(told.expected())) {
                throw new AssertionError(
                        "seed %d, event %d %s of %d shows %s, not %s"
                                .formatted(
                                        seed,
                                        told.number(),
                                        event.type(),
                                        event.tid(),
                                        shown,
                                        told.expected()));
            }
        }
        history.settle(state);
        compare(history, state, outcome, seed);
        return outcome;
    }

    private static void compare(
            ProcessHistory history, SystemState state, Outcome outcome, long seed) {
        Map<Long, ProcessHistory.Task> living = new HashMap<>();
        history.living().forEach(task -> living.put(task.tid, task));
        state.threads()
                .forEach(
                        thread -> {
                            ProcessHistory.Task task = living.get(thread.tid());
                            boolean leads =
                                    thread.dead && thread.group != null && thread.group.living > 0;
                            if (task == null && !leads) {
                                throw new AssertionError(
                                        "seed " + seed + ": left over " + thread.tid());
                            }
                        });
        for (ProcessHistory.Task task : living.values()) {
            ThreadState thread = state.threads().get(task.tid);
            String expected = task.process.pid + " " + task.comm + " " + task.process.exe;
            String shown = shown(thread);
            if (shown == null) {
                outcome.missingAtTheEnd++;
            } else {
                assertThat(shown).as("seed %d, tid %d", seed, task.tid).isEqualTo(expected);
                long parent = task.process.parent == null ? 0 : task.process.parent.pid;
                assertThat(thread == null ? 0 : thread.ppid())
                        .as("seed %d, parent of %d", seed, task.tid)
                        .isIn(parent, 0L);
            }
        }
    }

    private static @Nullable String shown(@Nullable ThreadState thread) {
        return thread == null || thread.placeholder()
                ? null
                : thread.pid() + " " + Scene.text(thread.comm()) + " " + Scene.text(thread.exe());
    }
}
