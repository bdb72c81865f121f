// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnterEventTest {
    @Test
    void everyCallHasAnEnterOfItsNameWithARecipeForEachParameter() {
        for (SystemCall call : SystemCallTable.rows()) {
            EnterEvent enter = EnterEvent.of(call);

            assertThat(enter.type().isExit()).as(call.name()).isFalse();
            assertThat(enter.recipes()).as(call.name()).hasSameSizeAs(enter.type().parameters());
            if (!enter.type().isGeneric()) {
                assertThat(enter.type().name()).isEqualTo(call.event().name());
            }
        }
    }
}
