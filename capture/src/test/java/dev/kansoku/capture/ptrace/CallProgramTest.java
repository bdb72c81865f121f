// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.SystemCallTable;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallProgramTest {
    private static final int LAST = SystemCallTable.NUMBERS - 1;

    @Test
    void stopsTheChosenCallsAndNoOthers() {
        Random random = new Random(39);
        for (int round = 0; round < 200; round++) {
            BitSet chosen = new BitSet();
            int share = random.nextInt(1, 50);
            for (int number = 0; number <= LAST; number++) {
                chosen.set(number, random.nextInt(50) < share);
            }
            CallProgram program = new CallProgram(chosen);
            for (int number = 0; number <= LAST; number++) {
                assertThat(program.stops(number))
                        .as("call %d", number)
                        .isEqualTo(chosen.get(number));
            }
        }
    }

    @Test
    void takesNumbersAboveTheTableForTheLast() {
        BitSet last = new BitSet();
        last.set(LAST);

        assertThat(new CallProgram(last).stops(0x40000001)).isTrue();
        assertThat(new CallProgram(last).stops(-1)).isTrue();
        assertThat(new CallProgram(last).stops(LAST - 1)).isFalse();
        assertThat(new CallProgram(new BitSet()).stops(-1)).isFalse();
    }
}
