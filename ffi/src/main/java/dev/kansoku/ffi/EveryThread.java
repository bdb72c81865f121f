// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/**
 * Has each thread of this process make the same system calls, those of the JVM's own included. The
 * kernel keeps credentials for each thread, and knows no call that changes a whole process's.
 *
 * <p>A real-time signal is sent to each, whose handler is a few instructions that make the calls of
 * a list: neither Java code nor most of libc may run there. What came of it is read from /proc, so
 * that a thread which does not take the signal is noticed.
 *
 * <pre>
 *   0       8         16       24             56
 *  +-------+---------+--------+--------------+---------+-----
 *  | count | number  | first  | 4 more       | number  | ...
 *  +-------+---------+--------+--------------+---------+-----
 * </pre>
 */
final class EveryThread {
    /** Far from those that libc and the JVM use, and not {@link WakeSignal}'s. */
    private static final int SIGNAL = 34 + 12;

    private static final Architecture A = Native.ARCHITECTURE;
    private static final int MMAP = A.select(9, 222);
    private static final int MPROTECT = A.select(10, 226);
    private static final int RT_SIGACTION = A.select(13, 134);

    private static final int READ_WRITE = 1 | 2;
    private static final int READ_EXECUTE = 1 | 4;
    private static final int PRIVATE_ANONYMOUS = 2 | 0x20;

    private static final long SA_RESTART = 0x10000000L;
    private static final long SA_RESTORER = 0x04000000L;
    private static final long SIG_IGN = 1;

    private static final int ENTRY = 48;
    private static final int MOST_ARGUMENTS = 5;
    private static final int ADDRESS_SIZE = 8;

    /** Between two looks at the threads. */
    private static final long REST = 200_000;

    private static final long PATIENCE = 10_000_000_000L;

    /**
     * {@code mov rax, 15; syscall}: the way back from a handler, which x86 leaves to user space.
     */
    private static final byte[] RESTORER = {0x48, (byte) 0xc7, (byte) 0xc0, 0x0f, 0, 0, 0, 0x0f, 5};

    /** Where the list's address stands in the code. */
    private static final int LIST_X86 = 5;

    private static final int LIST_ARM = 48;

    /**
     *
     *
     * <pre>
     *   push rbx; push r12
     *   mov rbx, LIST
     *   mov r12d, [rbx]
     *   add rbx, 8
     *  next:
     *   mov rax, [rbx]; mov rdi, [rbx+8]; mov rsi, [rbx+16]; mov rdx, [rbx+24]; mov r10, [rbx+32]; mov r8, [rbx+40]
     *   syscall
     *   add rbx, 48
     *   dec r12d
     *   jne next
     *   pop r12; pop rbx
     *   ret
     * </pre>
     */
    private static final int[] CODE_X86 = {
        0x53, 0x41, 0x54, 0x48, 0xbb, 0, 0, 0, 0, 0, 0, 0, 0, 0x44, 0x8b, 0x23, 0x48, 0x83, 0xc3,
        0x08, 0x48, 0x8b, 0x03, 0x48, 0x8b, 0x7b, 0x08, 0x48, 0x8b, 0x73, 0x10, 0x48, 0x8b, 0x53,
        0x18, 0x4c, 0x8b, 0x53, 0x20, 0x4c, 0x8b, 0x43, 0x28, 0x0f, 0x05, 0x48, 0x83, 0xc3, 0x30,
        0x41, 0xff, 0xcc, 0x75, 0xde, 0x41, 0x5c, 0x5b, 0xc3
    };

    /**
     *
     *
     * <pre>
     *   ldr x9, LIST
     *   ldr x10, [x9], #8
     *  next:
     *   ldp x8, x0, [x9]; ldp x1, x2, [x9, #16]; ldp x3, x4, [x9, #32]
     *   svc #0
     *   add x9, x9, #48
     *   subs x10, x10, #1
     *   b.ne next
     *   ret
     *   nop; nop
     *  LIST:
     * </pre>
     */
    private static final int[] CODE_ARM = {
        0x58000189, 0xf840852a, 0xa9400128, 0xa9410921, 0xa9421123, 0xd4000001, 0x9100c129,
        0xf100054a, 0x54ffff41, 0xd65f03c0, 0xd503201f, 0xd503201f, 0, 0
    };

    private EveryThread() {}

    /**
     * Sends each thread the signal until all have done it, those too that start meanwhile.
     *
     * @param calls a number and up to five arguments each; made again by a thread that is asked
     *     twice, so that they must do no harm then
     * @param done whether a thread needs no more, by its number
     * @throws SystemCallException with ETIMEDOUT where a thread does not take the signal
     */
    static void call(long[][] calls, IntPredicate done) throws SystemCallException {
        long handler = handler(list(calls));
        action(handler, A == Architecture.X86_64 ? SA_RESTART | SA_RESTORER : SA_RESTART, handler);
        try {
            long end = System.nanoTime() + PATIENCE;
            // twice: one that started during the first look is seen by the second
            for (int looks = 0; looks < 2; ) {
                looks = askOthers(done) ? 0 : looks + 1;
                if (looks == 0) {
                    if (System.nanoTime() - end > 0) {
                        throw new SystemCallException("the same calls by every thread", 110);
                    }
                    LockSupport.parkNanos(REST);
                }
            }
        } finally {
            action(SIG_IGN, 0, handler); // the code stays: a thread may still be about to return
        }
    }

    /** Asks all that have not done it. Returns whether there were any. */
    private static boolean askOthers(IntPredicate done) throws SystemCallException {
        String[] names = new File("/proc/self/task").list();
        if (names == null) {
            throw new SystemCallException("the list of threads in /proc", 2);
        }
        boolean asked = false;
        for (String name : names) {
            int tid = Integer.parseInt(name);
            if (!done.test(tid)) {
                asked = true;
                Processes.kill(Processes.current(), tid, SIGNAL);
            }
        }
        return asked;
    }

    /** The calls in memory that is never given back. */
    private static long list(long[][] calls) {
        MemorySegment list =
                Arena.global().allocate(ADDRESS_SIZE + (long) calls.length * ENTRY, ADDRESS_SIZE);
        list.set(JAVA_LONG, 0, calls.length);
        for (int i = 0; i < calls.length; i++) {
            if (calls[i].length > 1 + MOST_ARGUMENTS) {
                throw new IllegalArgumentException("a call of more than five arguments");
            }
            for (int word = 0; word < calls[i].length; word++) {
                list.set(JAVA_LONG, ADDRESS_SIZE + (long) i * ENTRY + word * 8L, calls[i][word]);
            }
        }
        return list.address();
    }

    /** Puts the code into a page of its own, which then can be executed and no longer written. */
    private static long handler(long list) throws SystemCallException {
        long size = Mapping.pageSize();
        long page = Native.call(MMAP, 0, size, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0);
        Native.check("mmap", page);
        MemorySegment code = MemorySegment.ofAddress(page).reinterpret(size);
        var address = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        if (A == Architecture.X86_64) {
            for (int i = 0; i < CODE_X86.length; i++) {
                code.set(JAVA_BYTE, i, (byte) CODE_X86[i]);
            }
            code.set(address, LIST_X86, list);
            MemorySegment.copy(RESTORER, 0, code, JAVA_BYTE, restorer(0), RESTORER.length);
        } else {
            for (int i = 0; i < CODE_ARM.length; i++) {
                code.set(JAVA_INT, i * 4L, CODE_ARM[i]);
            }
            code.set(address, LIST_ARM, list);
        }
        Native.check("mprotect", Native.call(MPROTECT, page, size, READ_EXECUTE));
        return page;
    }

    private static long restorer(long page) {
        return page + 128;
    }

    /** Sets what the signal does: {@code struct sigaction} as the kernel has it. */
    private static void action(long handler, long flags, long page) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment action = arena.allocate(32, 8);
            action.set(JAVA_LONG, 0, handler);
            action.set(JAVA_LONG, 8, flags);
            action.set(JAVA_LONG, 16, restorer(page));
            action.set(JAVA_LONG, 24, -1); // no other signal meanwhile
            Native.check(
                    "rt_sigaction",
                    Native.call(RT_SIGACTION, SIGNAL, action.address(), 0, 8, 0, 0));
        }
    }
}
