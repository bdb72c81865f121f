// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.kansoku.capture.SystemCallTable;
import dev.kansoku.ffi.Ptrace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A seccomp filter that stops a traced thread at some calls and lets the others pass at full speed.
 * Calls of another architecture stop always.
 *
 * <pre>
 *   load arch;   is it this one? else stop
 *   load number
 *   number >= b3? what holds from b3 on     b1 &lt; b2 &lt; b3: where passing begins or ends
 *   number >= b2? what holds from b2 on
 *   number >= b1? ...
 *   what holds from 0 on
 * </pre>
 *
 * <p>An instruction is code u16, jump if true u8, if false u8, operand u32. The kernel finds out
 * once for each number that it passes whatever else the call is, and then asks no program (5.11).
 */
final class CallProgram {
    private static final int LOAD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_NOT_BELOW = 0x35;
    private static final int RETURN = 0x06;
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int STOP = 0x7ff00000;
    private static final int PASS = 0x7fff0000;
    private static final int INSTRUCTION = 8;

    private record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

    private final List<Instruction> instructions = new ArrayList<>();

    /**
     * @param stopping the numbers of the calls that stop, below {@link SystemCallTable#NUMBERS};
     *     the last stands for all from it on
     */
    CallProgram(BitSet stopping) {
        add(LOAD, 0, 0, ARCHITECTURE);
        add(JUMP_EQUAL, 1, 0, Ptrace.OWN_CALLS);
        add(RETURN, 0, 0, STOP);
        add(LOAD, 0, 0, NUMBER);
        for (int number = SystemCallTable.NUMBERS - 1; number > 0; number--) {
            if (stopping.get(number) != stopping.get(number - 1)) {
                add(JUMP_NOT_BELOW, 0, 1, number);
                add(RETURN, 0, 0, stopping.get(number) ? STOP : PASS);
            }
        }
        add(RETURN, 0, 0, stopping.get(0) ? STOP : PASS);
    }

    private void add(int code, int ifTrue, int ifFalse, int operand) {
        instructions.add(new Instruction(code, ifTrue, ifFalse, operand));
    }

    /** A {@code struct sock_fprog} with the program behind it. */
    MemorySegment place(Arena arena) {
        MemorySegment program = arena.allocate((long) instructions.size() * INSTRUCTION, 8);
        for (int i = 0; i < instructions.size(); i++) {
            Instruction one = instructions.get(i);
            long at = (long) i * INSTRUCTION;
            program.set(JAVA_SHORT, at, (short) one.code);
            program.set(JAVA_BYTE, at + 2, (byte) one.ifTrue);
            program.set(JAVA_BYTE, at + 3, (byte) one.ifFalse);
            program.set(JAVA_INT, at + 4, one.operand);
        }
        MemorySegment head = arena.allocate(16, 8);
        head.set(JAVA_SHORT, 0, (short) instructions.size());
        head.set(JAVA_LONG, 8, program.address());
        return head;
    }

    /** Whether a call of this architecture stops; what the kernel would find. */
    boolean stops(int number) {
        for (int i = 4; i < instructions.size(); i++) {
            Instruction one = instructions.get(i);
            if (one.code == RETURN) {
                return one.operand == STOP;
            }
            if (Integer.compareUnsigned(number, one.operand) < 0) {
                i++;
            }
        }
        throw new IllegalStateException("a program without an end");
    }
}
