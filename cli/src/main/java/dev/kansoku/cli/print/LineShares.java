// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.print;

import dev.kansoku.cli.console.Failure;
import dev.kansoku.cli.console.Output;
import dev.kansoku.cli.request.ReplayOptions;
import dev.kansoku.cli.request.ReplayRequest;
import dev.kansoku.cli.request.Selection;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.source.ScapSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides the writing of a replay's lines between threads. A line costs several times what the
 * state behind it does: so each thread keeps a state of its own and writes a share of the lines,
 * and this one, which writes a share too, puts them together in order. What is printed is the same
 * for any number of threads.
 */
public final class LineShares implements Sink, AutoCloseable {
    private static final int EVENTS_OF_PIECE = 512;

    private final EventPrinter printer;
    private final Output output;
    private final ShareTurns turns;
    private final List<LineShare> others;
    private long taken;

    /** Makes the share of a thread. */
    @FunctionalInterface
    public interface Maker {
        LineShare make(ShareTurns turns) throws Failure;
    }

    /**
     * Begins.
     *
     * @param printer writes this thread's lines
     * @param threads all that write, with this one
     */
    public LineShares(EventPrinter printer, Output output, int threads, Maker maker)
            throws Failure {
        this.printer = printer;
        this.output = output;
        turns = new ShareTurns(0, threads, EVENTS_OF_PIECE);
        others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            others.add(maker.make(new ShareTurns(i, threads, EVENTS_OF_PIECE)));
        }
        for (int i = 0; i < others.size(); i++) {
            others.get(i).start(i + 1);
        }
    }

    /** How many threads are to write the lines of a replay. */
    public static int threads(ReplayRequest request, boolean terminal) {
        Selection selection = request.selection();
        ReplayOptions options = request.options();
        boolean plain =
                selection.recording() == null
                        && selection.flight() == null
                        && selection.redaction() == null
                        && !selection.progress()
                        && !selection.unbuffered()
                        && selection.mostEvents() == Long.MAX_VALUE
                        && selection.mostNanos() == Long.MAX_VALUE
                        && !request.exitsOnly()
                        && !options.isPart()
                        && !options.follow()
                        && !options.merge()
                        && !terminal
                        && !request.files().contains(ScapSource.STANDARD_INPUT);
        return plain ? options.threads() : 1;
    }

    @Override
    public boolean accept(EventContext context) throws IOException {
        boolean more = !turns.isOwn() || printer.accept(context);
        int owner = turns.owner();
        if (turns.next() && owner > 0) {
            take(owner);
        }
        return more;
    }

    /** The last event has come: what is left of its piece. */
    public void end() throws IOException {
        if (!turns.isOwn() && !turns.atStart()) {
            take(turns.owner());
        }
    }

    private void take(int owner) throws IOException {
        LineShare share = others.get(owner - 1);
        try {
            LineShare.Piece piece = share.take();
            if (piece == null) {
                throw new IOException("a thread that writes lines has ended before its share was");
            }
            output.write(piece.text());
            taken += piece.lines();
            share.giveBack(piece);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Lines that other threads wrote. */
    public long taken() {
        return taken;
    }

    @Override
    public void close() {
        others.forEach(LineShare::stop);
    }
}
