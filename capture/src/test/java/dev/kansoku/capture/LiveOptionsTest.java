// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiveOptionsTest {
    @Test
    void defaultsArePinned() {
        LiveOptions options = LiveOptions.DEFAULT;
        assertThat(options.payload().snapLength()).isEqualTo(80);
        assertThat(options.buffers().ringBytes()).isEqualTo(Buffers.BY_MEMORY);
        assertThat(options.engine()).isEqualTo(LiveOptions.Engine.AUTO);
        assertThat(options.launch().runAs()).isNull();
        assertThat(options.launch().outputToStderr()).isFalse();
    }

    @Test
    void refusesASnapLengthThatAnEventCannotHold() {
        assertThatThrownBy(() -> new Payload(65_001))
                .hasMessage("snap length 65001 is not within 0 and 65000");
    }

    @Test
    void refusesABufferThatIsNoPowerOfTwo() {
        assertThatThrownBy(() -> new Buffers(100_000)).hasMessageContaining("not a power of two");
    }

    @Test
    void ringsTakeA256thOfTheMemoryTogetherAnd8MiBEachAtMost() {
        long gibibyte = 1L << 30;
        assertThat(Buffers.DEFAULT.ringBytes(16 * gibibyte, 2)).isEqualTo(8 << 20);
        assertThat(Buffers.DEFAULT.ringBytes(2 * gibibyte, 2)).isEqualTo(4 << 20);
        assertThat(Buffers.DEFAULT.ringBytes(16 * gibibyte, 24)).isEqualTo(2 << 20);
        assertThat(Buffers.DEFAULT.ringBytes(gibibyte / 4, 8)).isEqualTo(256 << 10);
        assertThat(new Buffers(64 << 10).ringBytes(16 * gibibyte, 2)).isEqualTo(64 << 10);
    }

    @Test
    void onlyTreesOfProcessesAreForAnyEngine() {
        ScopeSet users = ScopeSet.ofUsers(List.of(1000L));
        assertThat(CaptureScope.ofPids(List.of(1L)).isOfProcesses()).isTrue();
        assertThat(CaptureScope.ofCommand(List.of("ls")).isOfProcesses()).isTrue();
        assertThat(CaptureScope.ofCommand(List.of("ls")).without(users).isOfProcesses()).isFalse();
        assertThat(CaptureScope.of(users).isOfProcesses()).isFalse();
        assertThat(CaptureScope.MACHINE.isOfProcesses()).isFalse();
    }

    @Test
    void theMachineIsObservedWhereNothingIsTakenIn() {
        ScopeSet users = ScopeSet.ofUsers(List.of(1000L));
        assertThat(CaptureScope.MACHINE.isOfMachine()).isTrue();
        assertThat(CaptureScope.MACHINE.without(users).isOfMachine()).isTrue();
        assertThat(CaptureScope.of(users).isOfMachine()).isFalse();
    }
}
