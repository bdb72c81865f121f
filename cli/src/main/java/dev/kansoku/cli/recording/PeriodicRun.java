// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.recording;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Something that is done every second from some moment on, by a thread of its own, or never. */
final class PeriodicRun {
    private static final PeriodicRun NEVER = new PeriodicRun(null);

    private final @Nullable Runnable action;
    private @Nullable Thread thread;

    private PeriodicRun(@Nullable Runnable action) {
        this.action = action;
    }

    /**
     * @param action does its own locking
     */
    static PeriodicRun everySecond(Runnable action) {
        return new PeriodicRun(action);
    }

    static PeriodicRun never() {
        return NEVER;
    }

    /** Whether it is ever done. */
    boolean runs() {
        return action != null;
    }

    /** From now on; without effect where it has begun. */
    void begin() {
        if (thread == null && action != null) {
            thread = Thread.ofPlatform().daemon().name("kansoku-flush").start(() -> run(action));
        }
    }

    private static void run(Runnable action) {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                action.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not any more, once this returns. */
    void end() {
        Thread begun = thread;
        if (begun == null) {
            return;
        }
        begun.interrupt();
        try {
            begun.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
