// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Breaks off what takes too long and cannot be given a time limit itself. */
final class TimeLimit implements AutoCloseable {
    private static final ScheduledExecutorService CLOCK =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("kansoku-time-limit").factory());

    private final AtomicBoolean passed = new AtomicBoolean();
    private final ScheduledFuture<?> end;

    /**
     * @param breaksOff must not wait
     */
    TimeLimit(Duration span, Runnable breaksOff) {
        end =
                CLOCK.schedule(
                        () -> {
                            passed.set(true);
                            breaksOff.run();
                        },
                        span.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Whether it was broken off. */
    boolean passed() {
        return passed.get();
    }

    @Override
    public void close() {
        end.cancel(false);
    }
}
