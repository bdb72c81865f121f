// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes alerts to a program that goes on running, as lines of its standard input. One that ended
 * is started again, and gets again what was written shortly before its end.
 */
final class PipeOutput implements AlertOutput {

    /** A program that ends within this time is taken for one that cannot run. */
    private static final long FIRST_MILLIS = 100;

    private final String command;
    private final Duration timeout;
    private final Unconfirmed unconfirmed = new Unconfirmed();
    private List<AlertMessage> again = List.of();
    private volatile @Nullable Process running;
    private volatile long ended;
    private @Nullable CompletableFuture<Void> watch;
    private volatile boolean closed;

    PipeOutput(String command, Duration timeout) {
        this.command = command;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "pipe to " + Programs.name(command);
    }

    @Override
    public int send(List<AlertMessage> messages) throws IOException {
        Process process = running;
        if (process != null && !process.isAlive()) {
            lose(process);
            process = null;
        }
        if (process == null) {
            process = start();
        }
        while (!again.isEmpty()) {
            List<AlertMessage> some = Lines.chunk(again);
            write(process, some);
            again = again.subList(some.size(), again.size());
        }
        List<AlertMessage> some = Lines.chunk(messages);
        write(process, some);
        return some.size();
    }

    private Process start() throws IOException {
        if (closed) {
            throw new IOException("is closed");
        }
        Process process = Programs.start(command);
        try {
            if (process.waitFor(FIRST_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("ended at once with status " + process.exitValue());
            }
        } catch (InterruptedException e) {
            Programs.kill(process);
            Thread.currentThread().interrupt();
            throw new IOException("broken off", e);
        }
        running = process;
        watch = process.onExit().thenRun(() -> ended = System.nanoTime());
        return process;
    }

    private void lose(Process process) {
        Programs.kill(process);
        running = null;
        if (watch != null) {
            watch.cancel(false);
        }
        List<AlertMessage> first = unconfirmed.doubtful(ended == 0 ? System.nanoTime() : ended);
        first.addAll(again);
        again = first;
        ended = 0;
    }

    private void write(Process process, List<AlertMessage> messages) throws IOException {
        TimeLimit limit = new TimeLimit(timeout, () -> Programs.kill(process));
        try (limit) {
            OutputStream in = process.getOutputStream();
            in.write(Lines.of(messages));
            in.flush();
            unconfirmed.wrote(messages);
        } catch (IOException e) {
            lose(process);
            throw limit.passed()
                    ? new IOException(
                            "reads nothing for " + timeout.toMillis() + " ms, and was killed")
                    : e;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        Process process = running;
        running = null;
        if (process == null) {
            return;
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                Programs.kill(process);
            }
        } catch (InterruptedException e) {
            Programs.kill(process);
            Thread.currentThread().interrupt();
        }
    }
}
