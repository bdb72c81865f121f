// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import dev.kansoku.ffi.LocalDatagrams;
import dev.kansoku.ffi.SystemCallException;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the service manager that started this process, such as systemd, how it goes. Where nobody
 * asked to be told, nothing is done. Thread-safe.
 */
final class ServiceManager implements Closeable {
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String WATCHDOG = "WATCHDOG_USEC";
    private static final String WATCHED = "WATCHDOG_PID";
    private static final long PATIENCE_MILLIS = 1000;
    private static final int MOST_DIGITS = 18;

    private final @Nullable LocalDatagrams socket;
    private final Consumer<String> notes;
    private final @Nullable Thread dog;

    private ServiceManager(
            @Nullable LocalDatagrams socket,
            Consumer<String> notes,
            long watchMicros,
            BooleanSupplier well) {
        this.socket = socket;
        this.notes = notes;
        this.dog =
                socket == null || watchMicros <= 0
                        ? null
                        : Thread.ofPlatform()
                                .daemon()
                                .name("kansoku-watchdog")
                                .start(() -> feed(watchMicros / 2, well));
    }

    /**
     * Finds out who wants to be told.
     *
     * @param environment of this process
     * @param well whether the process goes on as it should, asked by a thread of this class
     */
    static ServiceManager of(
            Map<String, String> environment, BooleanSupplier well, Consumer<String> notes) {
        String path = environment.get(SOCKET);
        LocalDatagrams socket = null;
        if (path != null && !path.isEmpty()) {
            try {
                socket = LocalDatagrams.connect(path, PATIENCE_MILLIS);
            } catch (SystemCallException | IllegalArgumentException e) {
                notes.accept("the service manager is not told how it goes: " + e.getMessage());
            }
        }
        return new ServiceManager(socket, notes, micros(environment), well);
    }

    private static long micros(Map<String, String> environment) {
        String micros = environment.getOrDefault(WATCHDOG, "");
        String pid = environment.get(WATCHED);
        boolean own = pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
        return own && micros.matches("[0-9]{1," + MOST_DIGITS + "}") ? Long.parseLong(micros) : 0;
    }

    private void feed(long everyMicros, BooleanSupplier well) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (well.getAsBoolean()) {
                    tell("WATCHDOG=1");
                }
                TimeUnit.MICROSECONDS.sleep(everyMicros);
            }
        } catch (InterruptedException _) {
            // It is closed.
        }
    }

    /** All is open: events are shown to rules from now on. */
    void ready(String status) {
        tell("READY=1\nSTATUS=" + status);
    }

    /** Rules are read anew; {@link #ready} comes when that is over, well or not. */
    void reloading() {
        // On Linux this is CLOCK_MONOTONIC, which systemd wants to have here.
        tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
    }

    void stopping() {
        tell("STOPPING=1");
    }

    private void tell(String text) {
        if (socket == null) {
            return;
        }
        try {
            socket.send(text.getBytes(StandardCharsets.UTF_8));
        } catch (SystemCallException e) {
            notes.accept("the service manager is not told how it goes: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (dog != null) {
            dog.interrupt();
        }
        if (socket != null) {
            socket.close();
        }
    }
}
