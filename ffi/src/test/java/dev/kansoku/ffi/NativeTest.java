// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NativeTest {
    private static final int GETPID = Native.ARCHITECTURE.select(39, 172);
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
}
