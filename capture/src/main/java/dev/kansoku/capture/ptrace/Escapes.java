// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.ffi.Native;
import dev.kansoku.ffi.Ptrace;
import dev.kansoku.ffi.Registers;

/**
 * Keeps children from being born untraced: a clone may ask for that (CLONE_UNTRACED), and is made
 * as if it had not. Such a child would not be seen, and under a filter could not do without a
 * tracer. Called at a call's entry, by the tracing thread.
 */
final class Escapes {
    private static final long CLONE_UNTRACED = 0x800000;
    private static final int CLONE = Native.ARCHITECTURE.select(56, 220);
    private static final int CLONE3 = 435;
    private static final int FLAGS_SIZE = 8;

    private final Ptrace ptrace;
    private final UserMemory memory;
    private final Registers registers = new Registers();

    Escapes(Ptrace ptrace, UserMemory memory) {
        this.ptrace = ptrace;
        this.memory = memory;
    }

    /** Takes the wish from a call that has it. */
    void prevent(int tid, Call.Entry entry) {
        long first = entry.arguments()[0];
        if (entry.number() == CLONE) {
            if ((first & CLONE_UNTRACED) != 0) {
                registers.argument(tid, 0, first & ~CLONE_UNTRACED);
            }
        } else if (entry.number() == CLONE3 && memory.isReadable(tid, first, FLAGS_SIZE)) {
            long flags = memory.view().longAt(0);
            if ((flags & CLONE_UNTRACED) != 0) {
                ptrace.write(tid, first, flags & ~CLONE_UNTRACED);
            }
        }
    }
}
