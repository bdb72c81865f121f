// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * Ends a run when the user has had enough: the first signal asks for an orderly end with a summary,
 * the second one ends at once. Thread-safe.
 */
public final class Interruption {
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");
    private static final int SIGNALLED = 128;

    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private volatile boolean happened;

    public Interruption() {
        for (String name : SIGNALS) {
            Signal.handle(new Signal(name), this::interrupt);
        }
    }

    /** Has something done when a signal comes. */
    public void onInterrupt(Runnable action) {
        actions.add(action);
    }

    /** Has something else done where the terminal hangs up, or a service is to read anew. */
    public void onHangup(Runnable action) {
        Signal.handle(new Signal("HUP"), _ -> action.run());
    }

    /** Has something done after a span of time. */
    public void after(long nanos, Runnable action) {
        Thread.ofPlatform()
                .daemon()
                .name("kansoku-limit")
                .start(
                        () -> {
                            try {
                                TimeUnit.NANOSECONDS.sleep(nanos);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            action.run();
                        });
    }

    public boolean happened() {
        return happened;
    }

    private void interrupt(Signal signal) {
        if (happened) {
            Runtime.getRuntime().halt(SIGNALLED + signal.getNumber());
        }
        happened = true;
        actions.forEach(Runnable::run);
    }
}
