// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import org.jspecify.annotations.Nullable;

/** What the tracer knows of one thread that it traces. */
final class Tracee {
    final int tid;
    final int pid;

    /** The process that started this one, as far as the tracer saw it, else 0. */
    int parent;

    /** Between the stops at a call's entry and exit. */
    boolean inCall;

    /** Whether it runs a program whose calls are not known. */
    boolean foreign;

    /** Whether its first stop has not been seen yet. */
    boolean fresh = true;

    /** Stopped, until the tracer knows the call that made it. */
    boolean waiting;

    /** The call that made it, from when the tracer knows it until that is told. */
    Call.@Nullable Entry made;

    Call.Entry entry = Call.Entry.NONE;

    /** When the call was entered, by {@link System#nanoTime}; 0 where that was not seen. */
    long enteredNanos;

    Tracee(int tid, int pid) {
        this.tid = tid;
        this.pid = pid;
    }
}
