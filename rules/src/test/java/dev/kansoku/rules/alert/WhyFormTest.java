// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.rules.Priority;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhyFormTest {
    private static final Alert ALERT =
            new Alert(
                            1_000_000_005L,
                            "R",
                            Priority.ERROR,
                            "syscall",
                            "here",
                            "cat removes",
                            List.of(),
                            new LinkedHashMap<>())
                    .withWhy(
                            new Why(
                                    List.of(
                                            new Why.Ancestor("cat", 7, "cat --all"),
                                            new Why.Ancestor("sh", 6, "sh")),
                                    List.of(new Why.Before(1_000_000_004L, "open", "fd=3"))));
    private static final AlertTime UTC = new AlertTime(ZoneOffset.UTC, false);

    private static String written(AlertForm form) {
        TextBuffer out = new TextBuffer();
        form.write(ALERT, out);
        return out.toString();
    }

    @Test
    void saysOnLinesBelowHowItCameToIt() {
        assertThat(written(new AlertLines(new AlertText(UTC))))
                .isEqualTo(
                        """
                        00:00:01.000000005: Error cat removes
                            by cat (7) cat --all
                            of sh (6) sh
                            00:00:01.000000004 open fd=3\
                        """);
    }

    @Test
    void saysItOnNoOtherLineWhereAnAlertIsOneLine() {
        assertThat(written(new AlertText(UTC))).isEqualTo("00:00:01.000000005: Error cat removes");
    }

    @Test
    void saysItInJsonBehindAllElse() {
        assertThat(written(new AlertJson(UTC, true, true)))
                .endsWith(
                        ",\"why\":{\"ancestry\":[{\"name\":\"cat\",\"pid\":7,\"cmdline\":\"cat"
                                + " --all\"},{\"name\":\"sh\",\"pid\":6,\"cmdline\":\"sh\"}],"
                                + "\"events\":[{\"time\":\"1970-01-01T00:00:01.000000004Z\","
                                + "\"type\":\"open\",\"args\":\"fd=3\"}]}}");
    }
}
