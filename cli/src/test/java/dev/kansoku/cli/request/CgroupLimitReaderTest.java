// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.capture.CgroupLimit;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@code --limit-cgroup} takes. */
class CgroupLimitReaderTest {
    @Test
    void theBurstIsASecondsWorthUnlessItIsSaid() throws UsageException {
        assertThat(read("250")).isEqualTo(new CgroupLimit(250, 250));
        assertThat(read("10k/2M")).isEqualTo(new CgroupLimit(10_000, 2_000_000));
        assertThat(new CgroupLimitReader(Arguments.parse(List.of())).read()).isNull();
    }

    @Test
    void saysWhatItDoesNotTake() {
        for (String wrong : List.of("0", "ten", "10/", "/5", "10/0", "11M", "-1")) {
            assertThatThrownBy(() -> read(wrong))
                    .as(wrong)
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("limit-cgroup");
        }
    }

    private static @Nullable CgroupLimit read(String text) throws UsageException {
        return new CgroupLimitReader(Arguments.parse(List.of("--limit-cgroup=" + text))).read();
    }
}
