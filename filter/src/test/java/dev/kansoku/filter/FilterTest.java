// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.filter.syntax.FilterException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Map<String, Object> EVENT = new HashMap<>();

    static {
        EVENT.put("evt.type", "openat");
        EVENT.put("evt.dir", "<");
        EVENT.put("evt.num", -1L);
        EVENT.put("evt.rawres", -2L);
        EVENT.put("evt.failed", true);
        EVENT.put("evt.latency", 1_500_000L);
        EVENT.put("evt.rawtime", 1_795_300_619_000_000_000L);
        EVENT.put("evt.buffer", "GET /a\0b\u00ff".getBytes(StandardCharsets.ISO_8859_1));
        EVENT.put("evt.arg[flags]", "O_RDONLY|O_CLOEXEC");
        EVENT.put("evt.rawarg[res]", -2L);
        EVENT.put("evt.rawarg[name]", "/etc");
        EVENT.put("proc.name", "labsh");
        EVENT.put("proc.pname", "lab");
        EVENT.put("proc.pid", 42L);
        EVENT.put("proc.aname", List.of("labsh", "init"));
        EVENT.put("proc.aname[1]", "init");
        EVENT.put("proc.cpu", 2.5);
        EVENT.put("fd.name", "/etc//ssl/cert.pem");
        EVENT.put("fd.port", List.of(80L, 60_000L));
        EVENT.put("fd.ip", List.of(new byte[] {127, 0, 0, 1}, new byte[] {10, 77, 0, 2}));
        EVENT.put("fd.sip", new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        EVENT.put("fd.snet", new byte[] {10, 77, 0, 2});
        EVENT.put("fd.dev", 0xfe00L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd.sip.name=web and fd.sip.name in (db, web) and fd.sip.name intersects (web)",
                "fd.sip.name!=db and fd.sip.name!=nowhere and not fd.sip.name=nowhere",
                "fd.sip.name = oneof (web, db) and fd.sip.name != allof (db, nowhere)",
            })
    void asksOfASubstituteWhatIsWrittenOfAField(String filter) throws FilterException {
        Filter<Map<String, Object>> compiled = Filter.compile(filter, new TestFields());

        assertThat(compiled.matches(EVENT)).isTrue();
        assertThat(compiled.matches(Map.of("fd.sip", new byte[] {10, 0, 0, 2}))).isFalse();
        assertThat(compiled.matches(Map.of("fd.sip.name", "web"))).isFalse();
    }

    @Test
    void comparesPartsOfAFieldAsTheyAre() throws FilterException {
        Filter<Map<String, Object>> filter =
                Filter.compile("fd.sip.name contains we", new TestFields());

        assertThat(filter.matches(EVENT)).isFalse();
        assertThat(filter.matches(Map.of("fd.sip.name", "web"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc.name=labsh",
                "proc.name!=lab",
                "proc.name < labsi and proc.name > lab",
                "proc.name contains abs",
                "proc.name contains ''",
                "proc.name icontains LABS",
                "proc.name startswith lab and proc.name endswith sh",
                "proc.name glob l*h and proc.name glob 'l[a-c]b?h' and proc.name glob '*'",
                "proc.name iglob L*H",
                "proc.name regex 'l.*h'",
                "proc.name in (cat, labsh, aVeryLongNameThatIsNotThere)",
                "proc.name exists",
                "not fd.types exists",
                "not fd.num=1 and not fd.num!=1",
                "fd.name pmatch (/usr, /etc/ssl/)",
                "fd.name pmatch (/) and fd.name pmatch (etc) and fd.name pmatch (/e?c/s*)",
                "evt.rawres<0 and evt.rawres>=-2 and evt.rawres in (0, -2)",
                "evt.rawres = -0x2 and proc.pid=4.2e1",
                "evt.num > 9223372036854775808",
                "evt.failed=true",
                "evt.failed!=false",
                "evt.latency>1ms and evt.latency=1500us and evt.latency<1500001",
                "evt.rawtime=2026-11-22T22:36:59Z or evt.rawtime > 2026-01-01T00:00:00",
                "evt.buffer startswith GET and evt.buffer contains \"a\\x00b\\xff\"",
                "evt.buffer bcontains 6100 and evt.buffer bstartswith 474554",
                "evt.arg.flags contains O_CLOEXEC and evt.arg[flags] exists",
                "evt.rawarg.res<0 and evt.rawarg.res=-2 and evt.rawarg.name=/etc",
                "proc.aname=init and proc.aname intersects (x, init) and proc.aname!=cat",
                "proc.aname in (init, x, labsh) and not proc.aname in (x, init)",
                "proc.aname[1]=init",
                "proc.cpu>2.4 and proc.cpu=2.5",
                "fd.port=80 and fd.port>1024 and fd.port!=443",
                "fd.ip=127.0.0.1 and fd.ip=10.0.0.0/8 and fd.ip!=1.1.1.1",
                "fd.sip=::1 and fd.sip!=127.0.0.1 and fd.sip in (::/64)",
                "fd.snet in (10.77.0.0/16, 127.0.0.0/8)",
                "fd.dev=0xfe00",
                "tolower(proc.name)=labsh and toupper(proc.name)=LABSH",
                "basename(fd.name)=cert.pem and len(proc.name)=5 and len(proc.aname)=2",
                "proc.name startswith val(proc.pname) and proc.name != val(proc.pname)",
                "proc.name contains allof (lab, sh) and proc.name contains oneof (lab, cat)",
                "not proc.name contains oneof (lab, sh)",
                "proc.aname = val(proc.name)",
            })
    void matches(String filter) throws FilterException {
        assertThat(Filter.compile(filter, new TestFields()).matches(EVENT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc.name=labs",
                "proc.name!=labsh",
                "proc.name glob l?h",
                "proc.name glob 'l[!a]*'",
                "proc.name regex 'l.*s'",
                "proc.name in ()",
                "proc.name contains labshh",
                "fd.num exists",
                "fd.num=0 or fd.num!=0 or fd.num in (1)",
                "fd.name pmatch (/et, /etc/ss, /etc/s*l/x)",
                "evt.num < 1",
                "evt.rawarg.res=abc",
                "evt.rawarg.none exists",
                "fd.port!=80",
                "fd.ip!=127.0.0.1",
                "fd.sip=127.0.0.1",
                "fd.snet=10.76.0.0/16",
                "proc.aname!=init",
                "proc.name = val(fd.types)",
                "b64(proc.name) = x",
            })
    void doesNotMatch(String filter) throws FilterException {
        assertThat(Filter.compile(filter, new TestFields()).matches(EVENT)).isFalse();
    }

    @Test
    void decodesBase64BeforeItCompares() throws FilterException {
        Filter<Map<String, Object>> filter =
                Filter.compile("b64(evt.arg.x) contains secret", new TestFields());
        assertThat(filter.matches(Map.of("evt.arg[x]", "YSBzZWNyZXQ="))).isTrue();
        assertThat(filter.matches(Map.of("evt.arg[x]", "YSBzZWNyZXQ"))).isTrue();
        assertThat(filter.matches(Map.of("evt.arg[x]", "a secret"))).isFalse();
    }

    @Test
    void namesAnUnknownFieldAndOffersTheNearest() {
        assertReport(
                "proc.nmae=nginx and fd.port=80",
                """
                no field "proc.nmae"
                    proc.nmae=nginx and fd.port=80
                    ^~~~~~~~~
                did you mean proc.name? (kansoku fields proc)\
                """);
        assertReport(
                "proc.somethingelse=1",
                """
                no field "proc.somethingelse"
                    proc.somethingelse=1
                    ^~~~~~~~~~~~~~~~~~
                kansoku fields proc lists them\
                """);
    }

    @Test
    void offersTheNearestEventType() {
        assertReport(
                "proc.name=cat and evt.type in (open, opnat)",
                """
                no event type "opnat"
                    proc.name=cat and evt.type in (open, opnat)
                                                         ^~~~~
                did you mean openat?\
                """);
    }

    @Test
    void refusesValuesThatTheFieldCannotHave() {
        assertReport(
                "fd.num=abc",
                """
                "abc" is no valid number
                    fd.num=abc
                           ^~~
                fd.num is a whole number\
                """);
        assertMessage("fd.port=-1", "\"-1\" is no valid number");
        assertMessage("proc.pid=1.5", "\"1.5\" is no valid number");
        assertMessage("proc.pid=1e99999999", "\"1e99999999\" is no valid number");
        assertMessage("proc.pid=9223372036854775808", "\"9223372036854775808\" is no valid number");
        assertMessage("evt.failed=maybe", "\"maybe\" is neither true nor false");
        assertMessage("evt.latency>3parsec", "\"3parsec\" is no time");
        assertMessage("evt.rawtime>yesterday", "\"yesterday\" is no time");
        assertMessage("fd.sip=not.an.ip", "\"not.an.ip\" is no IP address");
        assertMessage("fd.sip=1.2.3.4/33", "\"1.2.3.4/33\" is no IP address");
        assertMessage("fd.sip=1.2.3.256", "\"1.2.3.256\" is no IP address");
        assertMessage("fd.sip=1:2:3", "\"1:2:3\" is no IP address");
        assertMessage("evt.buffer bcontains 4g", "\"4g\" is not bytes in hexadecimal");
        assertMessage("proc.name regex '('", "not a regular expression: missing closing )");
        assertMessage("fd.num contains 1", "fd.num can not be compared by contains");
        assertMessage("evt.failed > true", "evt.failed can not be compared by >");
        assertMessage("fd.sip > 1.1.1.1", "fd.sip can not be compared by >");
        assertMessage("proc.name[1]=x", "proc.name takes no argument");
        assertMessage("evt.arg=x", "evt.arg needs an argument");
        assertMessage("evt.arg.nothing=x", "no parameter is called nothing");
        assertMessage("proc.name=val(fd.num)", "proc.name can not be compared with fd.num by =");
        assertMessage("tolower(fd.num)=1", "tolower() takes text, fd.num is none");
        assertMessage("proc.name in (a, val(fd.name))", "a function can not stand in a list");
    }

    @Test
    void knowsWhichEventTypesItCanMatch() throws FilterException {
        assertThat(types("evt.type=open and proc.name=x")).containsOnly("open", "syscall");
        assertThat(types("evt.type in (open, close) and not evt.type=open"))
                .containsOnly("close", "syscall");
        assertThat(types("evt.type=open or evt.type startswith close"))
                .containsOnly("open", "close", "close_range", "syscall");
        assertThat(types("evt.type=open or proc.name=x")).contains("open", "close", "read");
        assertThat(types("not (evt.type=open and proc.name=x)")).contains("open");
        assertThat(types("not (evt.type=open or proc.name=x)"))
                .doesNotContain("open")
                .contains("close");
        assertThat(types("evt.type!=open")).doesNotContain("open").contains("close");
        assertThat(
                        Filter.compile("evt.type=open and evt.dir=<", new TestFields())
                                .eventTypes()
                                .stream()
                                .mapToObj(EventTable::type)
                                .filter(type -> !type.isGeneric()))
                .isNotEmpty()
                .allMatch(EventType::isExit);
    }

    @Test
    void asksOfEachEventOnlyWhatItsTypeLeavesOpen() throws FilterException {
        int openat = code("openat");
        int close = code("close");
        int[] asked = new int[1];
        TestFields fields = new TestFields();
        fields.eventCode(values -> (int) (long) (Long) values.get("code"));
        fields.onExtract(() -> asked[0]++);
        Filter<Map<String, Object>> filter =
                Filter.compile(
                        "(evt.type=openat and proc.name=cat) or not evt.type in (openat, close)",
                        fields);
        assertThat(filter.matches(Map.of("code", (long) openat, "proc.name", "cat"))).isTrue();
        assertThat(filter.matches(Map.of("code", (long) openat, "proc.name", "ls"))).isFalse();
        assertThat(asked[0]).isEqualTo(2);
        assertThat(filter.matches(Map.of("code", (long) close, "proc.name", "cat"))).isFalse();
        assertThat(filter.matches(Map.of("code", (long) code("read")))).isTrue();
        assertThat(asked[0]).isEqualTo(2);
        assertThat(filter.matches(Map.of("code", 0L, "evt.type", "close"))).isFalse();
        assertThat(filter.matches(Map.of("code", 0L, "evt.type", "rt_sigreturn"))).isTrue();
    }

    private static int code(String name) {
        return EventTable.all().stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow()
                .code();
    }

    @Test
    void namesTheFieldsThatItAsksFor() throws FilterException {
        assertThat(Filter.compile("proc.name=x or evt.arg.fd=1", new TestFields()).fields())
                .extracting(field -> field.name())
                .containsExactlyInAnyOrder("proc.name", "evt.arg");
    }

    private static Set<String> types(String filter) throws FilterException {
        return Filter.compile(filter, new TestFields()).eventTypes().stream()
                .mapToObj(code -> EventTable.type(code).name())
                .collect(Collectors.toSet());
    }

    private static void assertReport(String filter, String report) {
        assertThatThrownBy(() -> Filter.compile(filter, new TestFields()))
                .isInstanceOfSatisfying(
                        FilterException.class, e -> assertThat(e.report()).isEqualTo(report));
    }

    private static void assertMessage(String filter, String message) {
        assertThatThrownBy(() -> Filter.compile(filter, new TestFields()))
                .as(filter)
                .isInstanceOf(FilterException.class)
                .hasMessage(message);
    }
}
