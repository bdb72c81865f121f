// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import java.lang.foreign.MemorySegment;

/**
 * A function of libc whose up to six arguments are numbers and addresses, and whose result is one.
 * Its error number is not kept. Calls allocate nothing and are safe where the function is.
 *
 * @param address where it lies in this process
 */
public record LibraryFunction(long address) {
    /** Calls it; what it has no arguments for is passed over. */
    public long call(long a, long b, long c, long d, long e, long f) {
        return Native.invoke(address, a, b, c, d, e, f);
    }

    /** Calls one that has up to three arguments. */
    public long call(long a, long b, long c) {
        return call(a, b, c, 0, 0, 0);
    }

    /** Calls one whose result is an {@code int}. */
    public int callInt(long a, long b, long c, long d, long e, long f) {
        return (int) call(a, b, c, d, e, f);
    }

    /** Calls one that has up to three arguments and whose result is an {@code int}. */
    public int callInt(long a, long b, long c) {
        return (int) call(a, b, c);
    }

    /** Calls one that takes memory, and perhaps two numbers, and whose result is an {@code int}. */
    public int callInt(MemorySegment memory, long b, long c) {
        return callInt(memory.address(), b, c);
    }
}
