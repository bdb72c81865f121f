// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a program for each alert, which it reads from its standard input. */
final class ProgramOutput implements AlertOutput {
    /**
     * By which a shell says that there is no such program or that it cannot be run, and a program
     * that it be tried later.
     */
    private static final Set<Integer> LATER = Set.of(75, 126, 127);

    private final String command;
    private final Duration timeout;
    private volatile @Nullable Process running;

    ProgramOutput(String command, Duration timeout) {
        this.command = command;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "program " + Programs.name(command);
    }

    @Override
    public int send(List<AlertMessage> messages) throws IOException {
        Process process = Programs.start(command);
        running = process;
        TimeLimit limit = new TimeLimit(timeout, () -> Programs.kill(process));
        try (limit) {
            feed(process, Lines.of(messages.subList(0, 1)));
            process.waitFor(timeout.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("broken off", e);
        } finally {
            if (process.isAlive()) {
                Programs.kill(process);
            }
            running = null;
        }
        if (limit.passed()) {
            throw new RefusedAlertException(
                    "did not end within " + timeout.toMillis() + " ms and was killed");
        }
        int status = process.exitValue();
        if (LATER.contains(status)) {
            throw new IOException("ended with status " + status);
        }
        if (status != 0) {
            throw new RefusedAlertException("ended with status " + status);
        }
        return 1;
    }

    /** A program that ends without having read it all has its status to say why. */
    private static void feed(Process process, byte[] lines) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(lines);
        } catch (IOException _) {
            // its status tells
        }
    }

    @Override
    public void close() {
        Process process = running;
        if (process != null) {
            Programs.kill(process);
        }
    }
}
