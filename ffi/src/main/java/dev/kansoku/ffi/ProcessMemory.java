// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Reads the memory of another process through process_vm_readv(2), into a buffer that is used again
 * and again: what {@link #read} left is valid until the next one. Not thread-safe.
 */
public final class ProcessMemory {
    /** The most that one {@link #read} brings. */
    public static final int CAPACITY = 1 << 16;

    private static final int READV = Native.ARCHITECTURE.select(310, 270);

    private final MemorySegment buffer = Arena.ofAuto().allocate(CAPACITY, 8);
    private final MemorySegment local = Arena.ofAuto().allocate(16, 8);
    private final MemorySegment remote = Arena.ofAuto().allocate(16, 8);

    public ProcessMemory() {
        local.set(JAVA_LONG, 0, buffer.address());
    }

    /**
     * Reads up to {@link #CAPACITY} bytes.
     *
     * @return how many could be read, which is less where memory ends; 0 where none can
     */
    public int read(int pid, long address, int length) {
        if (address == 0 || length <= 0) {
            return 0;
        }
        int wanted = Math.min(length, CAPACITY);
        local.set(JAVA_LONG, 8, wanted);
        remote.set(JAVA_LONG, 0, address);
        remote.set(JAVA_LONG, 8, wanted);
        long got = Native.call(READV, pid, local.address(), 1, remote.address(), 1, 0);
        return got < 0 ? 0 : (int) got;
    }

    public byte byteAt(int offset) {
        return buffer.get(JAVA_BYTE, offset);
    }

    public int intAt(int offset) {
        return buffer.get(JAVA_INT_UNALIGNED, offset);
    }

    public long longAt(int offset) {
        return buffer.get(JAVA_LONG_UNALIGNED, offset);
    }

    /** Copies what was read. */
    public void copy(int offset, byte[] to, int at, int length) {
        MemorySegment.copy(buffer, JAVA_BYTE, offset, to, at, length);
    }

    /** The index of the first NUL below {@code length}, or {@code length}. */
    public int textLength(int length) {
        for (int i = 0; i < length; i++) {
            if (buffer.get(JAVA_BYTE, i) == 0) {
                return i;
            }
        }
        return length;
    }
}
