// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.ffi.Architecture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As which calls those of 32-bit programs are told. */
class CompatFormsTest {
    private final short[] numbers = CompatForms.numbers();

    @ParameterizedTest
    @CsvSource({
        "3, read",
        "5, open",
        "11, execve",
        "102, -",
        "140, lseek",
        "182, -",
        "192, mmap",
        "195, stat",
        "212, chown",
        "221, fcntl",
        "295, openat",
        "300, newfstatat",
        "345, sendmmsg",
        "362, connect",
        "417, recvmmsg",
        "483, connect",
        "496, sendmsg"
    })
    void aCallIsToldAsTheOneOfItsName(int number, String name) {
        SystemCall told =
                numbers[number] == 0
                        ? null
                        : SystemCallTable.byNumber(Architecture.X86_64)[numbers[number] - 1];
        assertThat(told == null ? "-" : told.name()).isEqualTo(name);
    }

    @Test
    void numbersStayBelowThoseThatSocketcallStandsFor() {
        for (String[] row : Tables.read("compat-calls.tsv", 2)) {
            assertThat(Integer.parseInt(row[0])).isLessThan(CompatForms.SOCKET_CALLS);
        }
        assertThat(Arrays.copyOfRange(numbers, CompatForms.SOCKET_CALLS + 1, 501))
                .doesNotContain((short) 0);
    }
}
