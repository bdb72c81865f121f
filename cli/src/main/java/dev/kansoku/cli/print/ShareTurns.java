// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.print;

/**
 * Whose turn it is to write: pieces of so many events go round the threads. Each thread counts for
 * itself, and all come to the same, since all see the same events.
 */
public final class ShareTurns {
    private final int own;
    private final int threads;
    private final int events;
    private int owner;
    private int inPiece;

    /**
     * @param own the number of the thread that counts
     * @param threads how many take turns
     * @param events in a piece
     */
    ShareTurns(int own, int threads, int events) {
        this.own = own;
        this.threads = threads;
        this.events = events;
    }

    /** Whether the event at hand is this thread's. */
    boolean isOwn() {
        return owner == own;
    }

    /** The number of the thread whose event it is. */
    int owner() {
        return owner;
    }

    /** Whether no event of this piece has been counted. */
    boolean atStart() {
        return inPiece == 0;
    }

    /** Counts an event; whether its piece is complete. */
    boolean next() {
        if (++inPiece < events) {
            return false;
        }
        inPiece = 0;
        owner = owner + 1 == threads ? 0 : owner + 1;
        return true;
    }
}
