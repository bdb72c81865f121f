// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.rules.Priority;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertFormTest {
    private static final AlertTime OF_DAY = new AlertTime(ZoneId.of("Europe/Berlin"), false);
    private static final AlertTime ISO = new AlertTime(ZoneId.of("Europe/Berlin"), true);

    private static Alert alert() {
        SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("user.uid", 0L);
        fields.put("fd.name", null);
        fields.put("proc.cmdline", "cat \"a\nb\"");
        fields.put("evt.is_open_read", true);
        return new Alert(
                1470327477881781397L,
                "open_from_cat",
                Priority.WARNING,
                "syscall",
                "lab",
                "An open was seen",
                List.of("testing", "T1055", "filesystem"),
                fields);
    }

    private static String written(AlertForm form) {
        TextBuffer out = new TextBuffer();
        form.write(alert(), out);
        return out.toString();
    }

    @Test
    void aLineBeginsWithTheLocalTimeOfDayAndThePriority() {
        assertThat(written(new AlertText(OF_DAY)))
                .isEqualTo("18:17:57.881781397: Warning An open was seen");
    }

    @Test
    void orWithDateAndTimeInUtc() {
        assertThat(written(new AlertText(ISO)))
                .isEqualTo("2016-08-04T16:17:57.881781397+0000: Warning An open was seen");
    }

    @Test
    void jsonHasFalcosKeysInItsOrder() {
        assertThat(written(new AlertJson(ISO, true, true)))
                .isEqualTo(
                        "{\"hostname\":\"lab\",\"output\":\"2016-08-04T16:17:57.881781397+0000:"
                                + " Warning An open was seen\",\"output_fields\":{"
                                + "\"evt.is_open_read\":true,"
                                + "\"evt.time.iso8601\":1470327477881781397,\"fd.name\":null,"
                                + "\"proc.cmdline\":\"cat \\\"a\\nb\\\"\",\"user.uid\":0},"
                                + "\"priority\":\"Warning\",\"rule\":\"open_from_cat\","
                                + "\"source\":\"syscall\","
                                + "\"tags\":[\"T1055\",\"filesystem\",\"testing\"],"
                                + "\"time\":\"2016-08-04T16:17:57.881781397Z\"}");
    }

    @Test
    void theLineAndTheTagsCanBeLeftOut() {
        assertThat(written(new AlertJson(OF_DAY, false, false)))
                .doesNotContain("\"output\":", "\"tags\":")
                .contains("\"evt.time\":1470327477881781397");
    }
}
