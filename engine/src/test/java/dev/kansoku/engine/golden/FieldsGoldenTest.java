// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** Every field of the golden lists, event by event. */
class FieldsGoldenTest {
    /** The share of all lines that may differ; set to what is measured, never above. */
    private static final double BAR = 0.002;

    @Test
    void showsEveryFieldAsTheReferenceDoes() throws Exception {
        assumeTrue(Captures.present());

        double share = Goldens.unequalShare("fields", capture -> Goldens.fields(capture, 0));

        assertThat(share).isLessThanOrEqualTo(BAR);
    }
}
