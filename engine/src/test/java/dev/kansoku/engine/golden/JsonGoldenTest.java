// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** JSON lines, as many as each golden holds. */
class JsonGoldenTest {
    /** The share of all lines that may differ; set to what is measured, never above. */
    private static final double BAR = 0.0005;

    @Test
    void writesJsonAsTheReferenceDoes() throws Exception {
        assumeTrue(Captures.present());

        double share = Goldens.unequalShare("json", capture -> Goldens.json(capture, 0));

        assertThat(share).isLessThanOrEqualTo(BAR);
    }
}
