// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

class NativeTest {
    private static final int GETPID = Native.ARCHITECTURE.select(39, 172);
    private static final int OPENAT = Native.ARCHITECTURE.select(257, 56);
    private static final int CLOSE = Native.ARCHITECTURE.select(3, 57);

    @Test
    void callsTheKernelAndGetsItsOwnPid() {
        assertThat(Native.call(GETPID, 0, 0, 0)).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void aFailedCallReturnsItsNegativeErrorNumber() {
        assertThat(Native.call(CLOSE, -1, 0, 0)).isEqualTo(-9);
        assertThat(Native.errorName(9)).isEqualTo("EBADF");
    }

    @Test
    void aCheckedCallThatFailedNamesCallAndError() {
        assertThatThrownBy(() -> Native.check("close", Native.call(CLOSE, -1, 0, 0)))
                .isInstanceOf(SystemCallException.class)
                .hasMessage("close failed: EBADF");
    }

    @Test
    void namesAnErrorThatItDoesNotKnowByItsNumber() {
        assertThat(Native.errorName(150)).isEqualTo("error 150");
        assertThat(Native.errorName(9999)).isEqualTo("error 9999");
    }

    @Test
    void callsAFunctionOfLibcWithItsArguments() {
        assertThat(Native.function("abs").callInt(-5, 0, 0)).isEqualTo(5);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("seven77");
            assertThat(Native.function("strlen").call(text.address(), 0, 0)).isEqualTo(7);
        }
    }

    @Test
    void aCallHandsAllSixArgumentsOver() throws Exception {
        Path file = Files.createTempFile("kansoku", "");
        try (Arena arena = Arena.ofConfined()) {
            Files.write(file, new byte[100]);
            MemorySegment path = arena.allocateFrom(file.toString());
            long fd = Native.call(OPENAT, -100, path.address(), 0, 0, 0, 0);
            long page = Mapping.pageSize();
            Files.write(file, new byte[(int) page + 3], StandardOpenOption.APPEND);
            Mapping second = Mapping.of((int) fd, page, 100, false);
            assertThat(second.memory().byteSize()).isEqualTo(100);
            second.close();
            assertThat(Native.call(CLOSE, fd, 0, 0)).isZero();
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aFunctionThatLibcHasNotIsNamed() {
        assertThat(Native.functionIfAny("no_such_function")).isNull();
        assertThatThrownBy(() -> Native.function("no_such_function"))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessage("libc has no no_such_function");
    }
}
