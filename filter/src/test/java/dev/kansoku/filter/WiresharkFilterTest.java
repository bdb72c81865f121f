// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.filter.plan.FieldTranslation;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.Macros;
import dev.kansoku.filter.syntax.SysdigPrinter;
import dev.kansoku.filter.syntax.WiresharkPrinter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What filters of Wireshark's dialect hold for, and that translating one keeps that. */
class WiresharkFilterTest {
    private static final Map<String, Object> EVENT = new HashMap<>();

    static {
        EVENT.put("evt.type", "openat");
        EVENT.put("evt.rawres", -2L);
        EVENT.put("evt.failed", true);
        EVENT.put("evt.latency", 1_500_000_000L);
        EVENT.put("evt.buffer", new byte[] {'G', 'E', 'T', ' ', 0, (byte) 0xff});
        EVENT.put("proc.name", "touché");
        EVENT.put("proc.pid", 42L);
        EVENT.put("proc.aname", List.of("bash", "ls", "init"));
        EVENT.put("fd.name", "/etc/ssl/cert.pem");
        EVENT.put("fd.num", 3L);
        EVENT.put("fd.port", List.of(80L, 60_000L));
        EVENT.put("fd.sip", new byte[] {10, 77, 0, 2});
    }

    private final TestFields fields = new TestFields();
    private final FilterReader<Map<String, Object>> reader =
            new FilterReader<>(fields, Macros.NONE);

    private boolean matches(String text, Filter.Evaluation evaluation) throws FilterException {
        Reading reading = reader.read(text, Dialect.WIRESHARK);
        return Filter.of(reading.plan(), fields, evaluation).matches(EVENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc.name",
                "fd.num == 0x3 && fd.num == 03 && fd.num == '\\x03'",
                "3 == fd.num < proc.pid",
                "fd.port == 80",
                "any fd.port != 80",
                "fd.port !== 80",
                "all fd.port >= 80",
                "any fd.port === 80",
                "fd.port in {1..100}",
                "any fd.port not in {80}",
                "fd.port not in {81}",
                "proc.name matches \"^TOU\"",
                "proc.name ~ \"u.h\"",
                "proc.name[5] == \"é\"",
                "proc.name[-1:] == \"é\"",
                "proc.name[0:2] == \"to\"",
                "evt.buffer[0:3] == 47:45:54",
                "evt.buffer[-2:] == 00:ff",
                "evt.buffer contains 54:20",
                "evt.buffer[-1]",
                "evt.buffer[0,2-3] == \"GT \"",
                "len(proc.name) == 7",
                "len(proc.aname) == 2",
                "len(proc.aname) > 3",
                "count(proc.aname) == 3",
                "upper(proc.aname) == \"INIT\"",
                "string(fd.num) == \"3\"",
                "string(fd.sip) matches \"^10\\\\.\"",
                "max(fd.num, proc.pid) == 42",
                "min(fd.port, 90) == 80",
                "abs(evt.rawres) == 2",
                "proc.pid & 2",
                "proc.pid & 0xf == 10",
                "proc.pid == {fd.num + 4} * 6",
                "proc.pid % 5 == 2",
                "-evt.rawres == 2",
                "evt.latency == 1.5",
                "evt.latency * 2 == 3",
                "evt.latency / 3 == 0.5",
                "evt.latency + 1 == 2.5",
                "evt.failed == TRUE",
                "fd.sip == 10.77.0.0/16",
                "proc.pid == 42 xor fd.num == 4",
                "proc.pid == 1 ^^ fd.num == 1 ^^ proc.name"
            })
    void holdsForTheEvent(String filter) throws FilterException {
        assertThat(matches(filter, Filter.Evaluation.INTERPRETED)).isTrue();
        assertThat(matches(filter, Filter.Evaluation.COMPILED)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc.pname",
                "fd.port != 80",
                "all fd.port == 80",
                "fd.port === 80",
                "fd.port not in {80}",
                "proc.pname not in {\"x\"}",
                "proc.pname != \"x\"",
                "proc.name matches \"(?-i)^TOU\"",
                "proc.name[6] == \"x\"",
                "proc.name[6] != \"x\"",
                "evt.buffer[4]",
                "evt.buffer[0:100] contains \"GET\"",
                "count(proc.pname) == 0",
                "len(proc.aname) == 3",
                "proc.pid / {fd.num - 3} == 1",
                "proc.pid % {fd.num - 3} != 1",
                "proc.pid & 1",
                "proc.pid == 42 xor fd.num == 3"
            })
    void doesNotHoldForTheEvent(String filter) throws FilterException {
        assertThat(matches(filter, Filter.Evaluation.INTERPRETED)).isFalse();
        assertThat(matches(filter, Filter.Evaluation.COMPILED)).isFalse();
    }

    @Test
    void theLengthOfAListIsReadDifferentlyThatOfATextIsNot() throws FilterException {
        assertThat(reader.read("len(proc.name) > 3").inBoth()).isTrue();
        assertThatThrownBy(() -> reader.read("len(proc.aname) == 3"))
                .isInstanceOf(FilterException.class)
                .hasMessageContaining("differently");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc.name = cat",
                "proc.name != cat or not fd.num > 2",
                "proc.name in (cat, touché)",
                "proc.name startswith tou",
                "proc.name endswith T",
                "proc.name icontains C",
                "fd.name glob /e?c/*",
                "fd.name iglob *ETC*[a-m]",
                "fd.name pmatch (/etc/, /usr)",
                "fd.name pmatch (etc, a/b)",
                "fd.name regex \"/etc/.*|cat\"",
                "fd.name contains anyof (ssl, cat)",
                "fd.name contains allof (s, e)",
                "fd.name contains oneof (s, e)",
                "evt.buffer contains 47",
                "evt.buffer bcontains 4745",
                "evt.buffer startswith G",
                "fd.port intersects (80, 443)",
                "fd.sip = 10.0.0.0/8",
                "evt.latency > 1s and evt.latency < 2500ms",
                "evt.failed = true",
                "tolower(proc.name) = cat",
                "len(proc.name) > 4",
                "len(fd.port) = 2",
                "proc.name = val(fd.name)",
                "proc.name exists and not fd.name exists"
            })
    void meansTheSameInWiresharksDialect(String sysdig) throws Exception {
        Reading reading = reader.read(sysdig, Dialect.SYSDIG);
        String written =
                WiresharkPrinter.print(
                        reading.expression(),
                        Dialect.SYSDIG,
                        new FieldTranslation(fields, Dialect.SYSDIG, Dialect.WIRESHARK));
        sameEvents(reading, reader.read(written, Dialect.WIRESHARK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc.name",
                "proc.name == \"cat\" xor fd.num == 3",
                "fd.num in {1..3, 7}",
                "fd.port in {80, 443}",
                "all fd.port > 100",
                "fd.port === 80",
                "fd.num not in {1, 2}",
                "proc.name matches \"^c|É$\"",
                "evt.buffer[0:2] == \"GE\"",
                "evt.buffer contains 47:45",
                "evt.latency > 0.5",
                "1 < fd.num < 5",
                "lower(proc.name) == \"cat\"",
                "proc.name == fd.name",
                "evt.failed == False"
            })
    void meansTheSameInSysdigsDialect(String wireshark) throws Exception {
        Reading reading = reader.read(wireshark, Dialect.WIRESHARK);
        String written =
                SysdigPrinter.print(
                        reading.expression(),
                        Dialect.WIRESHARK,
                        new FieldTranslation(fields, Dialect.WIRESHARK, Dialect.SYSDIG));
        sameEvents(reading, reader.read(written, Dialect.SYSDIG));
    }

    private void sameEvents(Reading one, Reading other) {
        Filter<Map<String, Object>> first =
                Filter.of(one.plan(), fields, Filter.Evaluation.INTERPRETED);
        Filter<Map<String, Object>> second =
                Filter.of(other.plan(), fields, Filter.Evaluation.INTERPRETED);
        Random random = new Random(5);
        int held = 0;
        for (int i = 0; i < 500; i++) {
            Map<String, Object> event = event(random);
            boolean holds = first.matches(event);
            held += holds ? 1 : 0;
            assertThat(second.matches(event))
                    .as("%s, %s: %s", one.text(), other.text(), event)
                    .isEqualTo(holds);
        }
        assertThat(held).as(one.text()).isBetween(1, 499);
    }

    private static Map<String, Object> event(Random random) {
        String[] texts = {"cat", "CAT", "touché", "touchÉ", "t", "/etc", "/etc/ssl", "/Etc/e", ""};
        Map<String, Object> event = new HashMap<>();
        if (random.nextInt(5) > 0) {
            event.put("proc.name", texts[random.nextInt(texts.length)]);
        }
        if (random.nextInt(5) > 0) {
            event.put("fd.name", texts[random.nextInt(texts.length)]);
        }
        event.put("fd.num", (long) random.nextInt(9));
        event.put("evt.failed", random.nextBoolean());
        event.put("evt.latency", random.nextInt(4) * 750_000_000L);
        event.put("fd.sip", new byte[] {(byte) (9 + random.nextInt(3)), 1, 2, 3});
        String[] buffers = {"GET", "G", "47", "XGE", ""};
        event.put(
                "evt.buffer",
                buffers[random.nextInt(buffers.length)].getBytes(StandardCharsets.US_ASCII));
        List<Object> ports = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            ports.add(new Object[] {22L, 80L, 443L}[random.nextInt(3)]);
        }
        event.put("fd.port", ports);
        return event;
    }
}
