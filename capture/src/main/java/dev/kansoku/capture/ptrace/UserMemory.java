// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.ffi.ProcessMemory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Memory of the process whose call is at hand. Counts what could not be read. */
final class UserMemory {
    static final int MAX_TEXT = 4096;

    private final ProcessMemory memory = new ProcessMemory();
    private final AtomicLong faults = new AtomicLong();

    /** How often something could not be read. */
    long faults() {
        return faults.get();
    }

    /**
     * A number of 1, 2, 4 or 8 bytes, unsigned.
     *
     * @return it, or {@code otherwise} where it cannot be read
     */
    long number(Call call, long address, int width, long otherwise) {
        if (!has(call, address, width)) {
            return otherwise;
        }
        return switch (width) {
            case 1 -> memory.byteAt(0) & 0xff;
            case 2 -> memory.intAt(0) & 0xffff;
            case 4 -> memory.intAt(0) & 0xffffffffL;
            default -> memory.longAt(0);
        };
    }

    /** Whether so many bytes are readable; they are then in {@link #view}. */
    boolean has(Call call, long address, int length) {
        return isReadable(call.tid(), address, length);
    }

    boolean isReadable(int tid, long address, int length) {
        if (memory.read(tid, address, length) < length) {
            fault(address);
            return false;
        }
        return true;
    }

    /** What the last read brought. */
    ProcessMemory view() {
        return memory;
    }

    /** Text up to its NUL, which is not part of it, cut at 4095 bytes; null where unreadable. */
    byte @Nullable [] text(Call call, long address) {
        return text(call.tid(), address);
    }

    byte @Nullable [] text(int tid, long address) {
        int got = memory.read(tid, address, MAX_TEXT - 1);
        if (got == 0) {
            fault(address);
            return null;
        }
        byte[] text = new byte[memory.textLength(got)];
        memory.copy(0, text, 0, text.length);
        return text;
    }

    /** Up to {@code length} bytes, fewer where memory ends. */
    byte[] bytes(Call call, long address, int length) {
        int got = memory.read(call.tid(), address, length);
        if (got < length) {
            fault(address);
        }
        byte[] bytes = new byte[got];
        memory.copy(0, bytes, 0, got);
        return bytes;
    }

    private void fault(long address) {
        if (address != 0) {
            faults.incrementAndGet();
        }
    }
}
