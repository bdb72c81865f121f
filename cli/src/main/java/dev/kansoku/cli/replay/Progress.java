// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.replay;

import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Tells how far a replay is: on a terminal a bar, the rate and the time left in one line, elsewhere
 * a line for every tenth.
 */
final class Progress extends ForwardingSource {
    private static final int EVENTS_PER_LOOK = 4096;
    private static final long NANOS_PER_LINE = 200_000_000L;
    private static final int BAR = 30;
    private static final double NANOS = 1e9;

    private final ScapSource captures;
    private final PrintStream notes;
    private final boolean terminal;
    private final long size;
    private final long begin = System.nanoTime();
    private long tellAgain = begin;
    private long events;
    private long tenths;

    /**
     * @param files whose sizes tell how much there is
     * @param terminal whether the notes go to a terminal
     */
    Progress(ScapSource captures, List<String> files, PrintStream notes, boolean terminal)
            throws IOException {
        super(captures);
        this.captures = captures;
        this.notes = notes;
        this.terminal = terminal;
        long sum = 0;
        for (String file : files) {
            Path path = Path.of(file);
            sum += Files.isRegularFile(path) ? Files.size(path) : 0;
        }
        this.size = sum;
    }

    @Override
    public boolean next(Event event, StartListener start) throws IOException {
        boolean more = origin.next(event, start);
        if (!more) {
            tell(true);
        } else if (++events % EVENTS_PER_LOOK == 0) {
            tell(false);
        }
        return more;
    }

    private void tell(boolean end) throws IOException {
        long now = System.nanoTime();
        if (size == 0 || (terminal && !end && now < tellAgain)) {
            return;
        }
        tellAgain = now + NANOS_PER_LINE;
        double share = end ? 1 : Math.min(1, (double) captures.bytesTaken() / size);
        double seconds = (now - begin) / NANOS;
        String line =
                String.format(
                        Locale.ROOT,
                        "%3.0f %%, %.0f events/s, %.0f s left",
                        share * 100,
                        events / Math.max(seconds, 1e-9),
                        share == 0 ? 0 : seconds * (1 - share) / share);
        if (terminal) {
            int done = (int) (share * BAR);
            notes.print(
                    "\r[" + "#".repeat(done) + ".".repeat(BAR - done) + "] " + line + "\u001b[K");
            if (end) {
                notes.println();
            }
            notes.flush();
        } else if ((long) (share * 10) > tenths) {
            tenths = (long) (share * 10);
            notes.println("kansoku: " + line.strip());
        }
    }
}
