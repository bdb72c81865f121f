// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

/**
 * What a live source knows of the event at hand that is no part of its bytes. Valid as long as the
 * event is; used by the same thread.
 */
public interface LiveDetail {
    /** Nanoseconds from a call's beginning to its event, -1 where that is not known. */
    long latency();

    /**
     * Appends the stack of the process, outermost frame first, with {@code ;} between frames.
     *
     * @return false, with nothing appended, where it is not known
     */
    boolean userStack(TextBuffer out);

    /** The same of the kernel. */
    boolean kernelStack(TextBuffer out);

    /** Whether the process changed what the call pointed to while the kernel worked on it. */
    default Truth truth() {
        return Truth.UNKNOWN;
    }

    /**
     * What has come to the event's socket and was not read yet when the event was made, in bytes;
     * of one that listens, the connections that nobody has accepted. -1 where it is not known.
     */
    default long receiveQueue() {
        return -1;
    }

    /**
     * What the event's socket has sent and the other end not taken, in bytes; of one that listens,
     * how many connections may wait. -1 where it is not known.
     */
    default long sendQueue() {
        return -1;
    }

    /**
     * Appends the path of the file that the call opened or executed, as the kernel's own object has
     * it.
     *
     * @return false, with nothing appended, where it is not known
     */
    default boolean object(TextBuffer out) {
        return false;
    }
}
