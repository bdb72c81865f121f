// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import java.lang.foreign.MemorySegment;

/** Memory that an fd is mapped into. */
public final class Mapping implements AutoCloseable {
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;
    private static final int MMAP = Native.ARCHITECTURE.select(9, 222);
    private static final int MUNMAP = Native.ARCHITECTURE.select(11, 215);

    private final MemorySegment memory;
    private boolean closed;

    private Mapping(MemorySegment memory) {
        this.memory = memory;
    }

    /**
     * Maps part of an fd, shared with the kernel.
     *
     * @param offset a multiple of the page size
     * @param length in bytes
     */
    public static Mapping of(int fd, long offset, long length, boolean writable)
            throws SystemCallException {
        long address =
                Native.call(
                        MMAP,
                        0,
                        length,
                        writable ? PROT_READ | PROT_WRITE : PROT_READ,
                        MAP_SHARED,
                        fd,
                        offset);
        Native.check("mmap", address);
        return new Mapping(MemorySegment.ofAddress(address).reinterpret(length));
    }

    /** The size of the machine's pages in bytes. */
    public static long pageSize() {
        return PageSize.BYTES;
    }

    /** The mapped bytes; they must not be touched after {@link #close}. */
    public MemorySegment memory() {
        return memory;
    }

    /** Unmaps. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            long result = Native.call(MUNMAP, memory.address(), memory.byteSize(), 0);
            if (result < 0) {
                throw new IllegalStateException(
                        "munmap failed: " + Native.errorName((int) -result));
            }
        }
    }

    private static final class PageSize {
        private static final int SC_PAGESIZE = 30;
        static final long BYTES = Native.function("sysconf").call(SC_PAGESIZE, 0, 0);
    }
}
