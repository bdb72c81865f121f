// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** The default line, event by event. */
class DefaultGoldenTest {
    /** The share of all lines that may differ; set to what is measured, never above. */
    private static final double BAR = 0.0039;

    @Test
    void printsTheDefaultLineAsTheReferenceDoes() throws Exception {
        assumeTrue(Captures.present());

        double share = Goldens.unequalShare("default", capture -> Goldens.defaultLine(capture, 0));

        assertThat(share).isLessThanOrEqualTo(BAR);
    }
}
