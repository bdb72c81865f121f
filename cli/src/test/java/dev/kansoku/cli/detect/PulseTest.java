// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PulseTest {
    private final Pulse pulse = new Pulse(10);

    @Test
    void waitingForEventsIsWellForEver() {
        pulse.waits(7);

        assertThat(pulse.isStuck(0)).isFalse();
        assertThat(pulse.isStuck(1_000_000)).isFalse();
    }

    @Test
    void beingAtOneEventForLongIsNot() {
        pulse.works(7);

        assertThat(pulse.isStuck(100)).isFalse();
        assertThat(pulse.isStuck(110)).isFalse();
        assertThat(pulse.isStuck(111)).isTrue();
        pulse.works(8);
        assertThat(pulse.isStuck(200)).isFalse();
        assertThat(pulse.isStuck(211)).isTrue();
        pulse.waits(8);
        assertThat(pulse.isStuck(300)).isFalse();
    }
}
