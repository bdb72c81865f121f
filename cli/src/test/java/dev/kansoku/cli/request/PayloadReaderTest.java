// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.capture.Payload;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much is to be kept of what is read and written, as options say it. */
class PayloadReaderTest {
    @Test
    void dnsAndStatsdKeepMoreUnlessALengthIsGiven() throws UsageException {
        assertThat(read()).isEqualTo(Payload.DEFAULT);
        assertThat(read("-s", "0")).isEqualTo(new Payload(0));
        assertThat(read("--snaplen-port=53=10").byPort()).contains(2000, 10);
    }

    @Test
    void portsAndRangesHaveLengthsAndTheLaterCounts() throws UsageException {
        int[] ports =
                read("-s10", "--snaplen-port", "80,8000-8100=2000", "--snaplen-port=8050=0")
                        .byPort();
        assertThat(ports[79]).isEqualTo(-1);
        assertThat(ports[80]).isEqualTo(2000);
        assertThat(ports[8000]).isEqualTo(2000);
        assertThat(ports[8050]).isZero();
        assertThat(ports[8100]).isEqualTo(2000);
        assertThat(ports[8101]).isEqualTo(-1);
    }

    @Test
    void processesAndFdsAreKeptWhole() throws UsageException {
        assertThat(read("--full-payload", "7,8:3", "--full-payload=9").whole())
                .containsExactly(
                        new Payload.Whole(7, -1),
                        new Payload.Whole(8, 3),
                        new Payload.Whole(9, -1));
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> read("--snaplen-port", "80"))
                .hasMessageContaining("such as 80,8000-8100=2000, not \"80\"");
        assertThatThrownBy(() -> read("--snaplen-port", "90-80=5"))
                .hasMessageContaining("90-80 is no range");
        assertThatThrownBy(() -> read("--snaplen-port", "70000=5"))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> read("--full-payload", "1:x")).isInstanceOf(UsageException.class);
    }

    private static Payload read(String... words) throws UsageException {
        return new PayloadReader(Arguments.parse(List.of(words))).read();
    }
}
