// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The registers of a tracee that is stopped at the entry of a system call, so that it makes other
 * calls before the one that it was about to make. All is to be done by the tracing thread.
 *
 * <pre>
 *   entry stop    read, replace(call)      the call is made instead
 *   exit stop     repeat(another call)     the instruction is executed once more
 *   exit stop     restore                  and once more, for the call of the beginning
 * </pre>
 */
public final class Registers {
    private static final int PTRACE = Native.ARCHITECTURE.select(101, 117);
    private static final int GETREGSET = 0x4204;
    private static final int SETREGSET = 0x4205;
    private static final int GENERAL = 1;
    private static final int SYSTEM_CALL = 0x404;
    private static final int UNUSED = -1;

    /** {@code struct user_regs_struct} or {@code struct user_pt_regs}, in words of 8 bytes. */
    private static final int WORDS = Native.ARCHITECTURE.select(27, 34);

    private static final int SIZE = WORDS * Long.BYTES;

    /** Where the instruction's address is, and how long the instruction that makes a call is. */
    private static final int PLACE = Native.ARCHITECTURE.select(16, 32);

    private static final int INSTRUCTION = Native.ARCHITECTURE.select(2, 4);

    /** Where a program puts a call's number. */
    private static final int NUMBER = Native.ARCHITECTURE.select(10, 8);

    /** Where x86_64 keeps the number of the call at hand; other architectures have a set for it. */
    private static final int AT_HAND = Native.ARCHITECTURE.select(15, UNUSED);

    private static final int[] ARGUMENTS = arguments();

    private final MemorySegment kept = Arena.ofAuto().allocate(SIZE, 8);
    private final MemorySegment changed = Arena.ofAuto().allocate(SIZE, 8);
    private final MemorySegment number = Arena.ofAuto().allocate(4, 8);
    private final MemorySegment vector = Arena.ofAuto().allocate(16, 8);

    private static int[] arguments() {
        return Native.ARCHITECTURE.select(1, 0) == 1
                ? new int[] {14, 13, 12, 7, 9, 8}
                : new int[] {0, 1, 2, 3, 4, 5};
    }

    /** Reads and keeps the registers; returns whether that worked. */
    public boolean read(int tid) {
        return transfer(GETREGSET, tid, GENERAL, kept, SIZE) >= 0;
    }

    /** At the entry: has another call made instead. Returns whether that worked. */
    public boolean replace(int tid, int call, long... values) {
        change(values);
        if (AT_HAND != UNUSED) {
            changed.setAtIndex(JAVA_LONG, AT_HAND, call);
        } else {
            number.set(JAVA_INT, 0, call);
            if (transfer(SETREGSET, tid, SYSTEM_CALL, number, Integer.BYTES) < 0) {
                return false;
            }
        }
        return transfer(SETREGSET, tid, GENERAL, changed, SIZE) >= 0;
    }

    /** At the entry: changes one argument of the call. Returns whether that worked. */
    public boolean argument(int tid, int index, long value) {
        if (!read(tid)) {
            return false;
        }
        kept.setAtIndex(JAVA_LONG, ARGUMENTS[index], value);
        return transfer(SETREGSET, tid, GENERAL, kept, SIZE) >= 0;
    }

    /** At the exit: has another call made. Returns whether that worked. */
    public boolean repeat(int tid, int call, long... values) {
        change(values);
        return again(tid, call);
    }

    /** At the exit: has the call made that stood there when they were read. */
    public boolean restore(int tid) {
        change();
        return again(
                tid,
                AT_HAND == UNUSED
                        ? kept.getAtIndex(JAVA_LONG, NUMBER)
                        : kept.getAtIndex(JAVA_LONG, AT_HAND));
    }

    private boolean again(int tid, long call) {
        changed.setAtIndex(JAVA_LONG, PLACE, kept.getAtIndex(JAVA_LONG, PLACE) - INSTRUCTION);
        changed.setAtIndex(JAVA_LONG, NUMBER, call);
        if (AT_HAND != UNUSED) {
            changed.setAtIndex(JAVA_LONG, AT_HAND, -1); // or the kernel takes it for interrupted
        }
        return transfer(SETREGSET, tid, GENERAL, changed, SIZE) >= 0;
    }

    private void change(long... values) {
        changed.copyFrom(kept);
        for (int i = 0; i < values.length; i++) {
            changed.setAtIndex(JAVA_LONG, ARGUMENTS[i], values[i]);
        }
    }

    private long transfer(int request, int tid, int set, MemorySegment memory, int size) {
        vector.set(JAVA_LONG, 0, memory.address());
        vector.set(JAVA_LONG, 8, size);
        return Native.call(PTRACE, request, tid, set, vector.address(), 0, 0);
    }
}
