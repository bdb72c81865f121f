// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Screen SMALL =
            new Screen() {
                @Override
                public int columns() {
                    return 5;
                }

                @Override
                public int rows() {
                    return 3;
                }
            };

    private final TextBuffer text = new TextBuffer();

    @Test
    void aRefreshedScreenGetsWhatItHasRoomFor() {
        Page page = new Page(text, true, true, true, SMALL);
        page.put("before\n").put("123456789\nb\nc\n");
        page.fit(7);
        assertThat(text.toString()).isEqualTo("before\n12345\nb\n");
    }

    @Test
    void coloursAndLongCharactersTakeNoMoreRoomThanIsSeen() {
        Page page = new Page(text, true, true, true, SMALL);
        page.text().put("\u001b[31mäöü".getBytes(StandardCharsets.UTF_8));
        page.put("45678\u001b[0m\n");
        page.fit(0);
        assertThat(new String(text.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("\u001b[31mäöü45\u001b[0m\n");
    }

    @Test
    void whatIsNotRefreshedIsWhole() {
        Page page = new Page(text, true, true, false, SMALL);
        page.put("123456789\n");
        page.fit(0);
        assertThat(text.toString()).isEqualTo("123456789\n");
    }

    @Test
    void aRuleIsAsLongAsATerminalIsWideAndElseEighty() {
        new Page(text, true, false, false, SMALL).rule();
        new Page(text, false, false, false, SMALL).rule();
        assertThat(text.toString()).isEqualTo("-----\n" + "-".repeat(80) + "\n");
    }
}
