package dev.kansoku.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiveOptionsTest {
    @Test
    void defaultsArePinned() {
        LiveOptions options = LiveOptions.DEFAULT;
        assertThat(options.snapLength()).isEqualTo(80);
        assertThat(options.bufferBytes()).isEqualTo(8 * 1024 * 1024);
        assertThat(options.engine()).isEqualTo(LiveOptions.Engine.AUTO);
        assertThat(options.runAs()).isNull();
        assertThat(options.commandOutputToStderr()).isFalse();
    }

    @Test
    void refusesASnapLengthThatAnEventCannotHold() {
        assertThatThrownBy(() -> LiveOptions.DEFAULT.withSnapLength(65_001))
                .hasMessage("snap length 65001 is not within 0 and 65000");
    }

    @Test
    void refusesABufferThatIsNoPowerOfTwo() {
        assertThatThrownBy(() -> LiveOptions.DEFAULT.withBufferBytes(100_000))
                .hasMessageContaining("not a power of two");
    }

    @Test
    void refusesTwoScopes() {
        assertThatThrownBy(() -> LiveOptions.DEFAULT.ofComm("nginx").ofPids(List.of(1L)))
                .hasMessageContaining("only one of");
    }
}
