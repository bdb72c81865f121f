// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The way to the kernel: libc's {@code syscall(2)} with six numbers, and libc functions by name.
 *
 * <p>{@link #call} allocates nothing and is safe from every thread: the error number is captured in
 * memory of the calling thread.
 */
public final class Native {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SYSCALL =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG, JAVA_LONG),
                    ERRNO,
                    Linker.Option.firstVariadicArg(1));

    private static final ThreadLocal<MemorySegment> THREAD_STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

    private Native() {}

    /** What the kernel runs on. */
    public static final Architecture ARCHITECTURE = Architecture.current();

    /**
     * Makes a system call.
     *
     * @param number of the call on this architecture
     * @return what the kernel returned: a negative error number where it failed
     */
    public static long call(long number, long a, long b, long c, long d, long e, long f) {
        MemorySegment state = THREAD_STATE.get();
        long result;
        try {
            result = (long) SYSCALL.invokeExact(state, number, a, b, c, d, e, f);
        } catch (Throwable t) {
            throw unexpected(t);
        }
        return result == -1 ? -state.get(JAVA_INT, ERRNO_OFFSET) : result;
    }

    /** Makes a system call of up to three arguments; see {@link #call}. */
    public static long call(long number, long a, long b, long c) {
        return call(number, a, b, c, 0, 0, 0);
    }

    /**
     * Makes a system call that must succeed.
     *
     * @param what the call's name for the message
     * @throws SystemCallException where it failed
     */
    public static long check(String what, long result) throws SystemCallException {
        if (result < 0 && result >= -4095) {
            throw new SystemCallException(what, (int) -result);
        }
        return result;
    }

    /** A libc function, called without capture of its error number. */
    public static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    /** The same of a function that not every libc has; null where this one has it not. */
    static @Nullable MethodHandle functionIfAny(String name, FunctionDescriptor descriptor) {
        return LINKER.defaultLookup()
                .find(name)
                .map(address -> LINKER.downcallHandle(address, descriptor))
                .orElse(null);
    }

    /**
     * A libc function whose first argument is {@link #state()}, which then holds its error number.
     */
    public static MethodHandle functionWithErrno(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, ERRNO);
    }

    /** Memory of the calling thread where a function with error number leaves it. */
    public static MemorySegment state() {
        return THREAD_STATE.get();
    }

    /** The error number that the calling thread's last such function left. */
    public static int errno() {
        return THREAD_STATE.get().get(JAVA_INT, ERRNO_OFFSET);
    }

    /** The name of an error number, such as {@code ENOENT} for 2. */
    public static String errorName(int errno) {
        return ErrorNames.of(errno);
    }

    private static RuntimeException unexpected(Throwable t) {
        if (t instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a native call could not be made", t);
    }
}
