// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Macros;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterReaderTest {
    private static final Map<String, Object> EVENT = new HashMap<>();

    static {
        EVENT.put("evt.type", "openat");
        EVENT.put("evt.rawres", -2L);
        EVENT.put("evt.failed", true);
        EVENT.put("evt.latency", 1_500_000L);
        EVENT.put("evt.buffer", new byte[] {'G', 'E', 'T', ' ', '/'});
        EVENT.put("proc.name", "labsh");
        EVENT.put("proc.pname", "lab");
        EVENT.put("proc.pid", 42L);
        EVENT.put("proc.aname", List.of("labsh", "init"));
        EVENT.put("proc.aname[1]", "init");
        EVENT.put("fd.name", "/etc/ssl/cert.pem");
        EVENT.put("fd.port", List.of(80L, 60_000L));
        EVENT.put("fd.sip", new byte[] {10, 77, 0, 2});
        EVENT.put("fd.dev", 0xfe00L);
    }

    private final FilterReader<Map<String, Object>> reader =
            new FilterReader<>(new TestFields(), Macros.NONE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    proc.name = cat                              | SYSDIG    | false
                    proc.name in (cat, ls)                       | SYSDIG    | false
                    proc.name startswith /etc                    | SYSDIG    | false
                    proc.name exists                             | SYSDIG    | false
                    proc.name == cat                             | SYSDIG    | true
                    fd.port > 1024 and not proc.name != "cat"    | SYSDIG    | true
                    proc.name contains "a b" or proc.pid == 42   | SYSDIG    | true
                    evt.type == open                             | SYSDIG    | true
                    fd.sip == 10.0.0.0/8                         | SYSDIG    | true
                    proc.name == "cat" && proc.pid == 1          | WIRESHARK | false
                    proc.name                                    | WIRESHARK | false
                    !(proc.pid == 1)                             | WIRESHARK | false
                    proc.name matches "^l.*H$"                   | WIRESHARK | false
                    proc.pid in {1, 40..50}                      | WIRESHARK | false
                    proc.name[0:3] == "lab"                      | WIRESHARK | false
                    proc.aname.1 == "init" xor proc.pid == 1     | WIRESHARK | false
                    """)
    void takesTheDialectThatAcceptsTheFilter(String text, Dialect dialect, boolean inBoth)
            throws FilterException {
        Reading reading = reader.read(text);
        assertThat(reading.dialect()).isEqualTo(dialect);
        assertThat(reading.inBoth()).isEqualTo(inBoth);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    evt.latency > 1000                           | 0
                    proc.pid == 010                              | 0
                    proc.name == proc.pname                      | 0
                    proc.pid == 1 and evt.latency > 5            | 18
                    evt.buffer contains 47:45                    | 0
                    """)
    void refusesWhatTheDialectsReadDifferently(String text, int from) {
        assertThatThrownBy(() -> reader.read(text))
                .isInstanceOfSatisfying(
                        FilterException.class,
                        e -> {
                            assertThat(e)
                                    .hasMessage(
                                            "sysdig's dialect and Wireshark's read this"
                                                    + " differently");
                            assertThat(e.hint()).contains("--dialect wireshark");
                            assertThat(e.where().from()).isEqualTo(from);
                        });
    }

    @Test
    void readsADurationInTheUnitOfTheDialectThatIsGiven() throws FilterException {
        assertThat(matches("evt.latency > 1000", Dialect.SYSDIG)).isTrue();
        assertThat(matches("evt.latency > 1000", Dialect.WIRESHARK)).isFalse();
        assertThat(matches("evt.latency > 0.0014", Dialect.WIRESHARK)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc.name && proc.pid == 42",
                "!(proc.pid == 1) && evt.failed == True",
                "proc.pid in {1, 40..50} && proc.pid not in {1..5}",
                "proc.name[0:3] == \"lab\" and proc.name[-1] == \"h\"",
                "proc.name matches \"^LAB\" and not proc.name matches \"(?-i)^LAB\"",
                "evt.rawres + 44 == proc.pid and proc.pid & 2 and proc.pid == 0x2a",
                "proc.pid == 052 and 40 < proc.pid <= 42",
                "any fd.port == 80 and not all fd.port == 80 and all fd.port > 70",
                "fd.port !== 80 and !(fd.port === 80) and fd.port != 443",
                "upper(proc.name) == \"LABSH\" and len(proc.name) == 5 and count(fd.port) == 2",
                "max(proc.pid, evt.rawres) == 42 and min(proc.pid, evt.rawres) == -2",
                "abs(evt.rawres) == 2 and string(proc.pid) matches \"^4\"",
                "proc.name contains proc.pname and proc.name == \"labsh\" ^^ proc.pid == 1",
                "evt.buffer contains 47:45:54 and evt.buffer[0:3] == \"GET\"",
                "proc.aname.1 == \"init\" && fd.sip == 10.77.0.0/16 && fd.sip in"
                        + " {10.0.0.1..10.99.0.1}",
            })
    void matchesInWiresharksDialect(String text) throws FilterException {
        assertThat(matches(text, Dialect.WIRESHARK)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd.num != 1",
                "fd.num",
                "fd.port != 80",
                "proc.name[10:2] == \"x\"",
                "proc.pid / 0 == 1",
                "proc.name == \"labsh\" xor proc.pid == 42",
                "all fd.port == 80",
            })
    void doesNotMatchInWiresharksDialect(String text) throws FilterException {
        assertThat(matches(text, Dialect.WIRESHARK)).isFalse();
    }

    @Test
    void tellsTheMistakeOfTheDialectThatCameFurther() {
        assertThatThrownBy(() -> reader.read("proc.name && proc.nmae == 1"))
                .hasMessage("no field \"proc.nmae\"");
        assertThatThrownBy(() -> reader.read("proc.nmae=cat")).hasMessage("no field \"proc.nmae\"");
        assertThatThrownBy(() -> reader.read("proc.name = a and proc.nmae = 1"))
                .hasMessage("no field \"proc.nmae\"");
    }

    private boolean matches(String text, Dialect dialect) throws FilterException {
        TestFields fields = new TestFields();
        Reading reading = new FilterReader<>(fields, Macros.NONE).read(text, dialect);
        boolean interpreted =
                Filter.of(reading.plan(), fields, Filter.Evaluation.INTERPRETED).matches(EVENT);
        assertThat(Filter.of(reading.plan(), fields, Filter.Evaluation.COMPILED).matches(EVENT))
                .isEqualTo(interpreted);
        return interpreted;
    }
}
