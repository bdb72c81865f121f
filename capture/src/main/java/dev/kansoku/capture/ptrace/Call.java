// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.process.ProcessReader;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.Ptrace;
import org.jspecify.annotations.Nullable;

/**
 * The call at hand: its arguments, its result, and what /proc says of its thread, which is read
 * once and only where a parameter needs it. Used again for every call.
 */
final class Call {
    /** What is kept from a call's entry. */
    @SuppressWarnings("ArrayRecordComponent") // handed from the entry to the exit, never compared
    record Entry(long number, long[] arguments, byte @Nullable [] filename, boolean creates) {
        static final Entry NONE = new Entry(-1, new long[6], null, false);
        private static final int CLONE = Native.ARCHITECTURE.select(56, 220);
        private static final int CLONE_VFORK = 0x4100;
        private static final int CLONE_THREAD = 0x50f00;

        /** The call that made a child, where its maker's calls are not known. */
        static Entry birth(int event, boolean isThread) {
            long flags = isThread ? CLONE_THREAD : event == Ptrace.EVENT_VFORK ? CLONE_VFORK : 0;
            return new Entry(CLONE, new long[] {flags, 0, 0, 0, 0, 0}, null, false);
        }
    }

    /** EINPROGRESS: the result for which a socket's address is that which the call names. */
    private static final long NOT_RETURNED = -115;

    private static final ProcessEntry GONE = new ProcessEntry();
    private static final long[] NO_MEMORY = new long[3];

    private final ProcessReader reader;
    private Entry entry = Entry.NONE;
    private int pid;
    private int tid;
    private long result;
    private int snapLength;
    private boolean begins;
    private @Nullable ProcessEntry process;
    private long @Nullable [] memory;

    Call(ProcessReader reader) {
        this.reader = reader;
    }

    /** A call that begins: its result is that of one that has made nothing. */
    void begin(int newPid, int newTid, Entry newEntry) {
        set(newPid, newTid, newEntry, NOT_RETURNED);
        begins = true;
    }

    /** A call that has returned. */
    void set(int newPid, int newTid, Entry newEntry, long newResult) {
        begins = false;
        pid = newPid;
        tid = newTid;
        entry = newEntry;
        result = newResult;
        process = null;
        memory = null;
    }

    /** Looks at another part of the same call. */
    void narrow(Entry newEntry, long newResult) {
        entry = newEntry;
        result = newResult;
    }

    /** Settles how much of the call's bytes is kept. */
    void snapLength(int bytes) {
        snapLength = bytes;
    }

    /** The most that is kept of a buffer. */
    int snapLength() {
        return snapLength;
    }

    int pid() {
        return pid;
    }

    int tid() {
        return tid;
    }

    long number() {
        return entry.number();
    }

    long argument(int index) {
        return entry.arguments()[index];
    }

    long result() {
        return result;
    }

    /** Whether it has not returned yet. */
    boolean begins() {
        return begins;
    }

    boolean failed() {
        return result < 0 && result >= -4095;
    }

    /** Of an execve: the file's name, read before the call replaced the memory it was in. */
    byte @Nullable [] filename() {
        return entry.filename();
    }

    /** Of an open: whether there was no such file before it. */
    boolean creates() {
        return entry.creates();
    }

    /** The calling thread as /proc shows it; all unknown where it is gone. */
    ProcessEntry process() {
        if (process == null) {
            process = reader.read(pid, tid);
            if (process == null) {
                process = GONE;
            }
        }
        return process;
    }

    /** Size, resident and swapped memory, KiB. */
    long[] memory() {
        if (process != null) {
            return new long[] {process.vmSize, process.vmRss, process.vmSwap};
        }
        if (memory == null) {
            memory = reader.memory(pid, tid);
            if (memory == null) {
                memory = NO_MEMORY;
            }
        }
        return memory;
    }
}
