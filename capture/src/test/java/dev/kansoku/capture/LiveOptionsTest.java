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
        assertThat(options.buffers().ringBytes()).isEqualTo(8 * 1024 * 1024);
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
    void refusesTwoScopes() {
        assertThatThrownBy(() -> new CaptureScope(List.of("ls"), List.of(1L), null, null))
                .hasMessageContaining("only one of");
    }
}
