// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.print;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.Sink;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.engine.state.StateLimits;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.Filter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread's share of the lines of a replay: it takes the same way through the same captures as
 * the others, with a state of its own, and writes the lines of every so-many-th piece alone. See
 * {@link LineShares}.
 */
public final class LineShare implements Sink {
    /** How many of its pieces may wait to be taken. */
    private static final int WAITING = 4;

    private static final long PATIENCE_MILLIS = 50;

    private final List<String> files;
    private final @Nullable Filter<EventContext> filter;
    private final EventPrinter.Page page;
    private final StateLimits limits;
    private final ShareTurns turns;
    private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(WAITING);
    private final BlockingQueue<TextBuffer> empty = new ArrayBlockingQueue<>(WAITING + 2);

    private TextBuffer text = new TextBuffer();
    private long lines;
    private volatile boolean stopped;
    private volatile boolean ended;
    private @Nullable Thread thread;

    /**
     * Lines that are to be printed.
     *
     * @param lines how many
     */
    record Piece(TextBuffer text, long lines) {}

    /**
     * @param filter one of its own, since filters belong to a thread; null for none
     * @param page the same
     * @param turns whose turn it is, counted by this thread
     */
    public LineShare(
            List<String> files,
            @Nullable Filter<EventContext> filter,
            EventPrinter.Page page,
            StateLimits limits,
            ShareTurns turns) {
        this.files = files;
        this.filter = filter;
        this.page = page;
        this.limits = limits;
        this.turns = turns;
    }

    void start(int number) {
        thread = Thread.ofPlatform().daemon().name("kansoku-lines-" + number).start(this::run);
    }

    private void run() {
        try (ScapSource source = new ScapSource(files)) {
            follow(source);
            if (turns.isOwn() && !turns.atStart()) {
                hand();
            }
        } catch (IOException | InterruptedException e) {
            stopped = true;
        } finally {
            ended = true;
        }
    }

    private void follow(ScapSource source) {
        EventContext context = new EventContext(limits);
        Filter<EventContext> asked = filter;
        Pipeline pipeline =
                asked == null
                        ? new Pipeline(source, context, this)
                        : new Pipeline(source, context, asked, this);
        try {
            pipeline.run();
        } catch (IOException e) {
            // Who puts the shares together comes to the same place, and tells of it.
            stopped = true;
        }
    }

    @Override
    public boolean accept(EventContext context) throws IOException {
        if (turns.isOwn() && page.line().write(context, text)) {
            text.put('\n');
            lines++;
        }
        boolean own = turns.isOwn();
        if (turns.next() && own) {
            try {
                hand();
            } catch (InterruptedException e) {
                return false;
            }
        }
        return !stopped;
    }

    private void hand() throws InterruptedException {
        full.put(new Piece(text, lines));
        TextBuffer used = empty.poll();
        text = used == null ? new TextBuffer() : used.clear();
        lines = 0;
    }

    /** The next piece, null where the thread has ended without one. */
    @Nullable Piece take() throws InterruptedException {
        while (true) {
            boolean last = ended;
            Piece piece = full.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (piece != null || last) {
                return piece;
            }
        }
    }

    /** What was taken has been printed. */
    void giveBack(Piece piece) {
        empty.offer(piece.text());
    }

    /** Ends the thread, whatever it waits for. */
    void stop() {
        stopped = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
