// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The way to the kernel: {@code syscall(2)} with six numbers, and libc functions by name.
 *
 * <p>Both go through a small library, {@code kansoku.c}, rather than through a linker's method
 * handles, which each program start would make anew: {@code
 * docs/decisions/0075-native-calls-by-a-library.md}. {@link #call} allocates nothing and is safe
 * from every thread.
 */
public final class Native {
    /** What the kernel runs on. */
    public static final Architecture ARCHITECTURE = Architecture.current();

    /** The largest error number that a call returns, negative. */
    private static final int MOST_ERRNO = 4095;

    static {
        System.load(NativeFolder.file(Native.class, "libkansoku.so").toAbsolutePath().toString());
    }

    private Native() {}

    /** Has the library loaded, for who calls further functions of it. */
    static void load() {
        // by this class's initializer
    }

    private static native long call0(long number, long a, long b, long c, long d, long e, long f);

    private static native long invoke0(
            long function, long a, long b, long c, long d, long e, long f);

    private static native long find0(long name);

    /**
     * Makes a system call.
     *
     * @param number of the call on this architecture
     * @return what the kernel returned: a negative error number where it failed
     */
    public static long call(long number, long a, long b, long c, long d, long e, long f) {
        return call0(number, a, b, c, d, e, f);
    }

    /** Makes a system call of up to three arguments; see {@link #call}. */
    public static long call(long number, long a, long b, long c) {
        return call0(number, a, b, c, 0, 0, 0);
    }

    /**
     * Makes a system call that must succeed.
     *
     * @param what the call's name for the message
     * @throws SystemCallException where it failed
     */
    public static long check(String what, long result) throws SystemCallException {
        if (result < 0 && result >= -MOST_ERRNO) {
            throw new SystemCallException(what, (int) -result);
        }
        return result;
    }

    /**
     * A function of libc.
     *
     * @throws UnsatisfiedLinkError where libc has none of the name
     */
    public static LibraryFunction function(String name) {
        LibraryFunction function = functionIfAny(name);
        if (function == null) {
            throw new UnsatisfiedLinkError("libc has no " + name);
        }
        return function;
    }

    /** The same of a function that not every libc has; null where this one has it not. */
    static @Nullable LibraryFunction functionIfAny(String name) {
        NativeBuffer text = NativeBuffer.text(name);
        long address = find0(text.address());
        Reference.reachabilityFence(text);
        return address == 0 ? null : new LibraryFunction(address);
    }

    static long invoke(long function, long a, long b, long c, long d, long e, long f) {
        return invoke0(function, a, b, c, d, e, f);
    }

    /** The name of an error number, such as {@code ENOENT} for 2. */
    public static String errorName(int errno) {
        return ErrorNames.of(errno);
    }
}
