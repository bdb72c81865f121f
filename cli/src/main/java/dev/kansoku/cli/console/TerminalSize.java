// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.kansoku.ffi.Native;
import dev.kansoku.lua.ChiselHost.Size;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** How large the terminal is, by the kernel. */
public final class TerminalSize {
    private static final int IOCTL = Native.ARCHITECTURE.select(16, 29);
    private static final int STANDARD_OUTPUT = 1;
    private static final long ASK = 0x5413;

    /**
     * What the kernel fills: rows, columns, and two numbers of pixels.
     *
     * <pre>
     *   0      2         4        6
     *  +------+---------+--------+--------+
     *  | rows | columns | pixels | pixels |
     *  +------+---------+--------+--------+
     * </pre>
     */
    private static final int SIZE = 8;

    private static final int COLUMNS = 2;

    private TerminalSize() {}

    /** That of standard output; -1 where it is no terminal. */
    public static Size ofOutput() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(SIZE);
            long status = Native.call(IOCTL, STANDARD_OUTPUT, ASK, answer.address());
            return status != 0
                    ? new Size(-1, -1)
                    : new Size(answer.get(JAVA_SHORT, COLUMNS), answer.get(JAVA_SHORT, 0));
        }
    }
}
