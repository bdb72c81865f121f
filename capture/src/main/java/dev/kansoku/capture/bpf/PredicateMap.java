// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.capture.KernelFilter;
import dev.kansoku.capture.KernelPredicate.Kept;
import dev.kansoku.capture.LastingChanges;
import dev.kansoku.engine.EventContext;
import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.SystemCallException;
import dev.kansoku.filter.plan.Plan;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * What the kernel asks of calls: {@code struct predicates} of {@code predicate.h}, mapped.
 *
 * <pre>
 *   0        4         8         16        4624
 *  +--------+---------+---------+---------+---------
 *  | active | renamed | settled | bank 0  | bank 1
 *  +--------+---------+---------+---------+---------
 *
 *   0                          2048
 *  +--------------------------+---------------------   a bank
 *  | 512 calls of 4 bytes     | 64 checks of 40 bytes
 *  +--------------------------+---------------------
 *
 *   0       1    2        3        4         0      1       2       3         8              24            40
 *  +-------+----+--------+--------+ a call  +------+-------+-------+---------+--------------+-------------+   a check
 *  | first | fd | result | leaves |         | kind | holds | fails | unknown | from, to, or | mask        |
 *  +-------+----+--------+--------+         +------+-------+-------+---------+ name, or bit +-------------+
 * </pre>
 *
 * One bank is in use while the other is written; then they change places. Thread-safe.
 */
final class PredicateMap implements AutoCloseable {
    private static final int CALLS = 512;
    private static final int CALL_SIZE = 4;
    private static final int CHECK_SIZE = 40;
    private static final int CHECKS = CALLS * CALL_SIZE;
    private static final int BANK_SIZE = CHECKS + CheckList.SIZE * CHECK_SIZE;
    private static final int BANKS = 16;
    private static final int SIZE = BANKS + 2 * BANK_SIZE;
    private static final int RENAMED = 4;
    private static final int SETTLED = 8;
    private static final int LEAVES_TAKEN = 1;

    private static final VarHandle INT = JAVA_INT.varHandle();
    private static final VarHandle LONG = JAVA_LONG.varHandle();

    private final Mapping mapping;
    private final MemorySegment memory;
    private KernelFilter asked = KernelFilter.NONE;
    private boolean used;
    private boolean closed;

    PredicateMap(int map) throws SystemCallException {
        this.mapping = Mapping.of(map, 0, SIZE, true);
        this.memory = mapping.memory();
    }

    /**
     * Changes what is asked, for all programs at once. When it returns, none follows what was asked
     * before any more.
     *
     * @param lasting is told what is to be found out for it
     */
    synchronized void ask(KernelFilter filter, LastingMap lasting) {
        if (closed || filter.equals(asked)) {
            return;
        }
        asked = filter;
        lasting.ask(List.of(), List.of());
        int active = memory.get(JAVA_INT, 0) & 1;
        CheckList list =
                write(memory.asSlice(BANKS + (long) (1 - active) * BANK_SIZE, BANK_SIZE), filter);
        INT.setRelease(memory, 0L, 1 - active);
        if (used) {
            Grace.await();
        }
        lasting.ask(ready(filter, list.found(Kept.THREAD)), ready(filter, list.found(Kept.FD)));
    }

    private static List<Predicate<EventContext>> ready(KernelFilter filter, List<Plan> plans) {
        return plans.stream().map(filter.finder()).toList();
    }

    /** From now on programs run that follow what is asked. */
    synchronized void inUse() {
        used = true;
    }

    /** How many threads have a name that no event told of. */
    synchronized int renamed() {
        return closed ? 0 : memory.get(JAVA_INT, RENAMED);
    }

    /**
     * What was found out of threads and fds at an event of an earlier time is not believed any
     * more.
     *
     * @param time nanoseconds since boot
     */
    void settle(long time) {
        LONG.setRelease(memory, (long) SETTLED, time);
    }

    /** That time; the kernel programs, too, may have made it a later one. */
    long settled() {
        return (long) LONG.getAcquire(memory, (long) SETTLED);
    }

    private static CheckList write(MemorySegment bank, KernelFilter filter) {
        CheckList list = new CheckList();
        bank.fill((byte) 0);
        writeCalls(bank, list, filter, false);
        writeCalls(bank, list, filter, true); // they can spare the room first
        if (Arrays.stream(Kept.values()).anyMatch(of -> !list.found(of).isEmpty())) {
            writeChanges(bank);
        }
        for (int i = 0; i < CheckList.SIZE; i++) {
            CheckList.Check check = list.at(i);
            if (check != null) {
                long at = CHECKS + (long) i * CHECK_SIZE;
                bank.set(JAVA_BYTE, at, (byte) check.kind());
                bank.set(JAVA_BYTE, at + 1, (byte) check.holds());
                bank.set(JAVA_BYTE, at + 2, (byte) check.fails());
                bank.set(JAVA_BYTE, at + 3, (byte) check.unknown());
                for (int j = 0; j < check.values().size(); j++) {
                    bank.set(JAVA_LONG, at + 8 + (long) j * Long.BYTES, check.values().get(j));
                }
            }
        }
        return list;
    }

    private static void writeChanges(MemorySegment bank) {
        List<LastingChanges.Change> changes = LastingChanges.byNumber();
        for (int number = 0; number < CALLS; number++) {
            LastingChanges.Change change = changes.get(number);
            if (change.bits() != 0) {
                long at = (long) number * CALL_SIZE;
                bank.set(JAVA_BYTE, at + 1, (byte) change.fd().code());
                bank.set(JAVA_BYTE, at + 3, (byte) (bank.get(JAVA_BYTE, at + 3) | change.bits()));
            }
        }
    }

    private static void writeCalls(
            MemorySegment bank, CheckList list, KernelFilter filter, boolean ofFailures) {
        for (int number = 0; number < CALLS; number++) {
            KernelFilter.Question question = filter.byCall().get(number);
            if (question != null && question.ofFailures() == ofFailures) {
                long at = (long) number * CALL_SIZE;
                bank.set(JAVA_BYTE, at, (byte) list.add(question.predicate()));
                bank.set(JAVA_BYTE, at + 1, (byte) question.fd().code());
                bank.set(JAVA_BYTE, at + 2, (byte) question.result().ordinal());
                bank.set(JAVA_BYTE, at + 3, (byte) (question.takes() ? LEAVES_TAKEN : 0));
            }
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            mapping.close();
        }
    }

    /** Waits until every program that runs now has come to its end. */
    private static final class Grace {
        private static final int MEMBARRIER = Native.ARCHITECTURE.select(324, 283);
        private static final int GLOBAL = 1;

        /** Longer than any program runs, where the kernel cannot say when they have ended. */
        private static final long REST = 100_000_000;

        static void await() {
            if (Native.call(MEMBARRIER, GLOBAL, 0, 0) < 0) {
                LockSupport.parkNanos(REST);
            }
        }
    }
}
