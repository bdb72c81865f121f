// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.capture.SystemCall;
import dev.kansoku.capture.SystemCallTable;
import dev.kansoku.event.Category;
import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.SystemCallException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kernel program's {@code own_calls} of {@code own.h}, mapped: a bit for each number of a call
 * that is shown of this process itself. What it does to others is, and what makes it another; what
 * it reads and writes is not, nor its waiting and its memory, since showing them would make more of
 * them.
 */
final class OwnCalls implements Held.Part {
    private static final int WORDS = 8;

    /** The event of calls that have none of their own. */
    private static final int GENERIC = 1;

    private static final Set<Category> SHOWN =
            Set.of(Category.PROCESS, Category.SIGNAL, Category.USER, Category.OTHER);

    /** Calls that reach into others or change what all see, whatever their events' category. */
    private static final Set<String> SHOWN_TOO =
            Set.of("mount", "umount2", "process_vm_readv", "process_vm_writev");

    private final Mapping mapping;

    private OwnCalls(Mapping mapping) {
        this.mapping = mapping;
    }

    /** Tells the programs. */
    static OwnCalls tell(int map) throws SystemCallException {
        OwnCalls own = new OwnCalls(Mapping.of(map, 0, WORDS * Long.BYTES, true));
        long[] bits = Arrays.copyOf(shown().toLongArray(), WORDS);
        for (int i = 0; i < WORDS; i++) {
            own.mapping.memory().set(JAVA_LONG, (long) i * Long.BYTES, bits[i]);
        }
        return own;
    }

    /** The numbers of the calls that are shown. */
    static BitSet shown() {
        @Nullable SystemCall[] calls = SystemCallTable.byNumber(Native.ARCHITECTURE);
        BitSet shown = new BitSet(calls.length);
        for (int number = 0; number < calls.length; number++) {
            SystemCall call = calls[number];
            shown.set(
                    number,
                    call != null
                            && call.event().code() != GENERIC
                            && (SHOWN.contains(call.event().category())
                                    || SHOWN_TOO.contains(call.name())));
        }
        return shown;
    }

    @Override
    public void close() {
        mapping.close();
    }
}
