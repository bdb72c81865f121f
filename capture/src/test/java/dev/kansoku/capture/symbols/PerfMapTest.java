// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PerfMapTest {
    @Test
    void namesCompiledFunctionsWhateverTheirNames() {
        String map =
                """
                7f0010000000 40 int java.lang.Math.max(int, int)
                7f0010000040 0x20 a;b
                """;
        assertThat(name(map, 0x7f0010000004L)).isEqualTo("int java.lang.Math.max(int, int)+0x4");
        assertThat(name(map, 0x7f0010000041L)).isEqualTo("a_b+0x1");
        assertThat(name(map, 0x7f0010000060L)).isNull();
        assertThat(name(map, 5)).isNull();
    }

    @Test
    void passesOverLinesOfAnotherForm() {
        String map = "\n \nzz 10 x\n10\n10 20\n10 20 \nffffffffffffffffffff 10 far\n100 10 good";
        assertThat(name(map, 0x100)).isEqualTo("good+0x0");
        assertThat(name(map, 0x10)).isNull();
    }

    private static String name(String map, long address) {
        TextBuffer out = new TextBuffer();
        FunctionTable functions = PerfMap.read(map.getBytes(StandardCharsets.UTF_8));
        return functions.write(address, out) ? out.toString() : null;
    }
}
