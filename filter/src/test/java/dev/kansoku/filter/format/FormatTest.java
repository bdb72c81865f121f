// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.TestFields;
import dev.kansoku.filter.syntax.FilterException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormatTest {
    private final Map<String, Object> event =
            new HashMap<>(
                    Map.of(
                            "evt.num",
                            7L,
                            "proc.name",
                            "labsh",
                            "evt.failed",
                            false,
                            "evt.arg[name]",
                            "/etc/hosts",
                            "fd.dev",
                            0xfe00L,
                            "evt.reltime.ns",
                            1042L,
                            "fd.types",
                            List.of("ipv4", "unix")));

    @Test
    void writesFieldsBetweenText() throws FilterException {
        assertThat(text("*%evt.num %proc.name (%evt.failed)\\t%fd.dev \\\\ 100%%"))
                .isEqualTo("7 labsh (false)\tFE00 \\ 100%");
        assertThat(text("%evt.arg.name|%evt.arg[\"name\"]|%proc.name-%evt.num."))
                .isEqualTo("/etc/hosts|/etc/hosts|labsh-7.");
        assertThat(text("\\e[1m%evt.reltime.ns\\e[0m%fd.types"))
                .isEqualTo("\u001b[1m000001042\u001b[0m(ipv4,unix)");
    }

    @Test
    void appliesFunctionsAlsoNestedAndToAColumn() throws FilterException {
        event.put("proc.name", "Lab");
        event.put("fd.name", "/etc/hosts");
        event.put("evt.arg[data]", "aGVsbG8=");
        assertThat(text("%toupper(proc.name)/%len(fd.name) %toupper(basename(fd.name))(x)"))
                .isEqualTo("LAB/10 HOSTS(x)");
        assertThat(text("[%7tolower(proc.name)][%2basename(fd.name)]%b64(evt.arg[data])"))
                .isEqualTo("[lab    ][ho]hello");
        assertThat(text("%toupper(fd.types) %len(fd.types) %proc.name(%evt.num)"))
                .isEqualTo("(IPV4,UNIX) 2 Lab(7)");
        assertThat(json("%toupper(proc.name) %len(fd.types) %toupper(fd.types)"))
                .isEqualTo(
                        "{\"len(fd.types)\":2,\"toupper(fd.types)\":[\"IPV4\",\"UNIX\"],"
                                + "\"toupper(proc.name)\":\"LAB\"}");
        event.put("evt.arg[data]", "%%");
        assertThat(text("*%b64(evt.arg[data])")).isEqualTo("<NA>");
        assertThat(json("*%b64(evt.arg[data])")).isEqualTo("{\"b64(evt.arg[data])\":null}");
    }

    @Test
    void padsAndCutsOnTheRight() throws FilterException {
        assertThat(text("[%8proc.name][%3proc.name][%5proc.name]"))
                .isEqualTo("[labsh   ][lab][labsh]");
        event.put("proc.name", "日本語");
        assertThat(text("[%2proc.name][%4proc.name]")).isEqualTo("[日本][日本語 ]");
    }

    @Test
    void leavesOutALineWithAMissingFieldUnlessAStarStandsInFront() throws FilterException {
        TextBuffer out = new TextBuffer().put("before ");
        assertThat(TextFormat.compile("%evt.num %fd.name", new TestFields()).write(event, out))
                .isFalse();
        assertThat(out).hasToString("before ");
        assertThat(text("*%evt.num %6fd.name|")).isEqualTo("7 <NA>  |");
        assertThat(JsonFormat.compile("%evt.num %fd.name", new TestFields()).write(event, out))
                .isFalse();
        assertThat(json("*%evt.num %fd.name")).isEqualTo("{\"evt.num\":7,\"fd.name\":null}");
    }

    @Test
    void showsAddressesAsPeopleWriteThem() throws FilterException {
        event.put("fd.sip", new byte[] {10, 77, 0, (byte) 254});
        assertThat(text("%fd.sip")).isEqualTo("10.77.0.254");
        event.put("fd.sip", new byte[16]);
        assertThat(text("%fd.sip")).isEqualTo("::");
        event.put("fd.sip", new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1});
        assertThat(text("%fd.sip")).isEqualTo("::ffff:127.0.0.1");
        event.put(
                "fd.sip",
                new byte[] {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9});
        assertThat(text("%fd.sip")).isEqualTo("2001:db8:0:1::9");
        event.put("fd.sip", new byte[] {0, 1, 0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7});
        assertThat(text("%fd.sip")).isEqualTo("1:0:2:3:4:5:6:7");
    }

    @Test
    void nothingThatWasCapturedSteersATerminal() throws FilterException {
        event.put("proc.name", "a\u001b]0;x\u0007\n\tb\u009b1m\u007fé");
        assertThat(text("%proc.name")).isEqualTo("a\\x1B]0;x\\x07\\n\\tb\\xC2\\x9B1m\\x7Fé");
        assertThat(json("%proc.name"))
                .isEqualTo("{\"proc.name\":\"a\\u001b]0;x\\u0007\\n\\tb\\u009b1m\\u007fé\"}");
        event.put(
                "proc.name",
                new byte[] {
                    'a', (byte) 0x9b, (byte) 0xc3, 'b', (byte) 0xed, (byte) 0xa0, (byte) 0x80
                });
        assertThat(text("%proc.name")).isEqualTo("a\\x9B\\xC3b\\xED\\xA0\\x80");
        assertThat(json("%proc.name"))
                .isEqualTo("{\"proc.name\":\"a\ufffd\ufffdb\ufffd\ufffd\ufffd\"}");
        event.put("evt.buffer", new byte[] {'G', 0, '"', (byte) 0xff, 27});
        assertThat(text("%evt.buffer")).isEqualTo("G.\"..");
        assertThat(json("%evt.buffer")).isEqualTo("{\"evt.buffer\":\"G.\\\"..\"}");
    }

    @Test
    void anyBytesMakeValidUtf8WithoutControls() throws FilterException {
        Random random = new Random(3);
        TextFormat<Map<String, Object>> text = TextFormat.compile("%proc.name", new TestFields());
        JsonFormat<Map<String, Object>> json = JsonFormat.compile("%proc.name", new TestFields());
        TextBuffer out = new TextBuffer();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            event.put("proc.name", bytes);
            text.write(event, out.clear());
            assertThat(out.toString().chars())
                    .noneMatch(c -> Character.isISOControl(c) || c == 0xfffd);
            json.write(event, out.clear());
            assertThat(out.toString().chars()).noneMatch(Character::isISOControl);
            assertThat(out.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(out.toBytes());
        }
    }

    @Test
    void jsonKeysAreSortedAndNumbersTyped() throws FilterException {
        event.put("proc.cpu", 2.5);
        event.put("evt.latency", 12L);
        assertThat(
                        json(
                                "%proc.name %evt.num %fd.types %evt.failed %fd.dev %evt.reltime.ns"
                                        + " %evt.latency %proc.cpu %evt.num"))
                .isEqualTo(
                        "{\"evt.failed\":false,\"evt.latency\":12,\"evt.num\":7,\"evt.reltime.ns\":1042,"
                            + "\"fd.dev\":\"FE00\",\"fd.types\":[\"ipv4\",\"unix\"],"
                            + "\"proc.cpu\":2.5,\"proc.name\":\"labsh\"}");
    }

    @Test
    void marksWhatIsWrongInAFormat() {
        assertThatThrownBy(() -> TextFormat.compile("%evt.num %proc.nmae", new TestFields()))
                .isInstanceOfSatisfying(
                        FilterException.class,
                        e ->
                                assertThat(e.report())
                                        .isEqualTo(
                                                """
                                                no field "proc.nmae"
                                                    %evt.num %proc.nmae
                                                              ^~~~~~~~~
                                                did you mean proc.name? (kansoku fields proc)\
                                                """));
        assertThatThrownBy(() -> TextFormat.compile("100% of", new TestFields()))
                .hasMessage("expected a field after %");
        assertThatThrownBy(() -> TextFormat.compile("%99999999999proc.name", new TestFields()))
                .hasMessage("wider than 4096");
        assertThatThrownBy(() -> TextFormat.compile("%proc.aname[2", new TestFields()))
                .hasMessage("expected ] for the [ at column 12");
        assertThatThrownBy(() -> TextFormat.compile("%toupr(proc.name)", new TestFields()))
                .hasMessage("no function \"toupr\"");
        assertThatThrownBy(() -> TextFormat.compile("%toupper(evt.num)", new TestFields()))
                .hasMessage("toupper() takes text, evt.num is none");
    }

    private String text(String format) throws FilterException {
        TextBuffer out = new TextBuffer();
        assertThat(TextFormat.compile(format, new TestFields()).write(event, out)).isTrue();
        return out.toString();
    }

    private String json(String format) throws FilterException {
        TextBuffer out = new TextBuffer();
        assertThat(JsonFormat.compile(format, new TestFields()).write(event, out)).isTrue();
        return out.toString();
    }
}
