// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.TextBuffer;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueRendererTest {
    private final EventBuilder builder = new EventBuilder();
    private final Event event = new Event();
    private final TextBuffer out = new TextBuffer();

    @Test
    void showsAnFdWithWhatItStandsFor() {
        build(begin("<", "close", 2).number(0).number(3));
        assertThat(arguments()).isEqualTo("res=0 fd=3(<f>/etc/passwd) ");
        build(begin("<", "close", 2).number(-9).number(77));
        assertThat(arguments()).isEqualTo("res=-9(EBADF) fd=77 ");
        assertThat(argument("fd")).isEqualTo("77");
        assertThat(argument("res")).isEqualTo("EBADF");
    }

    @Test
    void namesANegativeFdAsAnError() {
        build(
                begin(">", "mmap", 6)
                        .number(0x7FC4835F0000L)
                        .number(53072)
                        .number(3)
                        .number(14)
                        .number(-1)
                        .number(0));
        assertThat(arguments())
                .isEqualTo(
                        "addr=7FC4835F0000 length=53072 prot=3(PROT_READ|PROT_WRITE)"
                                + " flags=14(MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS) fd=-1(EPERM)"
                                + " offset=0 ");
        build(begin("<", "close", 2).number(-700).number(-700));
        assertThat(arguments()).isEqualTo("res=-700 fd=-700 ");
    }

    @Test
    void resolvesARelativePathAgainstItsDirfdOrTheCurrentDirectory() {
        build(openat(-100, "../notes"));
        assertThat(arguments())
                .isEqualTo(
                        "fd=3(<f>/etc/passwd) dirfd=-100(AT_FDCWD) name=../notes(/home/notes)"
                                + " flags=4097(O_RDONLY|O_CLOEXEC) mode=0644 dev=FE00 ino=42 ");
        assertThat(argument("name")).isEqualTo("/home/notes");
        build(openat(5, "x"));
        assertThat(argument("name")).isEqualTo("/srv/x");
        build(openat(6, "x"));
        assertThat(argument("name"))
                .as("the root directory's slash is not doubled")
                .isEqualTo("/x");
        build(openat(99, "x"));
        assertThat(argument("name")).as("an unknown directory").isEqualTo("x");
        build(openat(5, "/abs/./x"));
        assertThat(arguments()).contains(" name=/abs/./x flags");
        build(openat(5, ""));
        assertThat(arguments()).contains(" name= flags");
        build(openat(5, "<NA>"));
        assertThat(arguments()).contains(" name=<NA> flags");
    }

    @Test
    void leavesWhatIsNotPrintableOutOfAPath() {
        build(openat(-100, "a\u0001b\u001b[31m"));
        assertThat(arguments()).contains(" name=ab[31m(/home/me/a.b.[31m) ");
    }

    @Test
    void showsMissingValuesAsSuch() {
        build(begin("<", "openat", 7).absent().absent().absent().absent().absent());
        assertThat(arguments())
                .isEqualTo("fd=NULL dirfd=NULL name=<NA> flags=NULL mode=NULL dev=NULL ino=NULL ");
        build(openat(-100, "(NULL)"));
        assertThat(argument("name")).isEqualTo("<NA>");
        assertThat(argument("nonsense")).isNull();
        assertThat(plain("nonsense")).isNull();
        assertThat(plain("dirfd")).isEqualTo("-100");
    }

    @Test
    void showsNothingForAGenericEvent() {
        builder.begin(0, 1, 2).number(3).number(0).finish(event);
        assertThat(arguments()).isEmpty();
        assertThat(argument("ID")).isEqualTo("read");
        assertThat(plain("ID")).isEqualTo("3");
    }

    @Test
    void showsOnlyTheParametersThatTheEventAndTheTableHave() {
        build(begin("<", "close", 1).number(0));
        assertThat(arguments()).isEqualTo("res=0 ");
        build(begin("<", "close", 3).number(0).number(3).sized(9, 8));
        assertThat(arguments()).isEqualTo("res=0 fd=3(<f>/etc/passwd) ");
        assertThat(EventTable.type(5).indexOf("nonsense")).isEqualTo(-1);
    }

    @Test
    void cutsABufferAtEightyCharacters() {
        byte[] data = "x".repeat(80).getBytes(ISO_8859_1);
        build(begin("<", "read", 2).number(80).bytes(data));
        assertThat(arguments()).isEqualTo("res=80 data=" + "x".repeat(80) + " ");
        build(
                begin("<", "read", 2)
                        .number(81)
                        .bytes("\n\0é".concat("x".repeat(78)).getBytes(ISO_8859_1)));
        assertThat(arguments()).isEqualTo("res=81 data=..." + "x".repeat(74) + "... ");
        assertThat(show(BufferForm.DOTS)).isEqualTo("res=81 data=..." + "x".repeat(78) + " ");
    }

    @Test
    void showsABufferInOtherForms() {
        byte[] data = "GET / HTTP/1.1\r\nHost: a\n\u0001z".getBytes(ISO_8859_1);
        build(begin("<", "read", 2).number(26).bytes(data));
        assertThat(show(BufferForm.ASCII)).isEqualTo("res=26 data=\nGET / HTTP/1.1\nHost: a\nz ");
        assertThat(show(BufferForm.BASE64))
                .isEqualTo("res=26 data=R0VUIC8gSFRUUC8xLjENCkhvc3Q6IGEKAXo= ");
        assertThat(show(BufferForm.HEX))
                .isEqualTo(
                        "res=26 data=\n\t0x0000: 4745 5420 2f20 4854 5450 2f31 2e31 0d0a"
                                + "\n\t0x0010: 486f 7374 3a20 610a 017a\n ");
        assertThat(show(BufferForm.HEX_ASCII))
                .isEqualTo(
                        "res=26 data=\n"
                                + "\t0x0000: 4745 5420 2f20 4854 5450 2f31 2e31 0d0a  GET /"
                                + " HTTP/1.1..\n"
                                + "\t0x0010: 486f 7374 3a20 610a 017a                 Host: a..z\n"
                                + " ");
    }

    @Test
    void showsSocketAddresses() {
        assertThat(address("020a4d00011f90")).isEqualTo("10.77.0.1:36895");
        assertThat(address("027f000001901f")).isEqualTo("127.0.0.1:8080");
        assertThat(address("0a" + "00".repeat(15) + "01" + "bb01")).isEqualTo("::1:443");
        assertThat(address("0a" + "00".repeat(16) + "5000")).isEqualTo(":::80");
        assertThat(address("0afe800000000000000000000000000001" + "3500")).isEqualTo("fe80::1:53");
        assertThat(address("0a00010000000000020000000000000003" + "0100"))
                .isEqualTo("1:0:0:2::3:1");
        assertThat(address("0a00000000000000000000ffff01020304" + "0100"))
                .isEqualTo("::ffff:1.2.3.4:1");
        assertThat(address("0a20010db8000100010001000100010001" + "0100"))
                .isEqualTo("2001:db8:1:1:1:1:1:1:1");
        assertThat(address("012f746d702f7300")).isEqualTo("/tmp/s");
        assertThat(address("01")).isEmpty();
        assertThat(address("02ff")).isEqualTo("INVALID IPv4");
        assertThat(address("0aff")).isEqualTo("INVALID IPv6");
        assertThat(address("10ff")).isEqualTo("family 16");
    }

    @Test
    void showsAddressPairs() {
        assertThat(tuple("027f000001e0ab7f0000015000")).isEqualTo("127.0.0.1:44000->127.0.0.1:80");
        String one = "00".repeat(15) + "01" + "e0ab";
        assertThat(tuple("0a" + one + one)).isEqualTo("::1:44000->::1:44000");
        String mapped = "00000000000000000000ffff7f000001" + "5000";
        assertThat(tuple("0a" + mapped + mapped)).isEqualTo("127.0.0.1:80->127.0.0.1:80");
        assertThat(tuple("0a" + one + mapped)).isEqualTo("::1:44000->::ffff:127.0.0.1:80");
        assertThat(tuple("01" + "00".repeat(8) + "0068a0fddc8effff" + "2f78792f7300"))
                .isEqualTo("0->ffff8edcfda06800 /xy/s");
        assertThat(tuple("0101")).isEqualTo("INVALID PATH");
        assertThat(tuple("0201")).isEqualTo("INVALID IPv4");
        assertThat(tuple("0a01")).isEqualTo("INVALID IPv6");
        assertThat(tuple("26")).isEqualTo("family 38");
    }

    @Test
    void showsSignalsTimesAndPolledFds() {
        build(begin("<", "tgkill", 4).number(0).number(7).number(8).number(9));
        assertThat(arguments()).isEqualTo("res=0 pid=7(nginx) tid=8 sig=9(SIGKILL) ");
        byte[] fds =
                HexFormat.of()
                        .parseHex(
                                "0200" + "0300000000000000" + "0100" + "ffffffffffffffff" + "1100");
        build(begin(">", "ppoll", 3).bytes(fds).number(2_500_000_000L).number(0x14001));
        assertThat(arguments())
                .isEqualTo(
                        "fds=3:f1 18446744073709551615:?11 timeout=2500000000(2.5s)"
                                + " sigmask=SIGHUP SIGTERM SIGCHLD ");
        build(begin(">", "ppoll", 3).bytes(new byte[] {9}).number(-1).number(0));
        assertThat(arguments()).isEqualTo("fds= timeout=none sigmask= ");
    }

    @Test
    void showsOwners() {
        build(begin(">", "setresuid", 3).number(0).number(12345).number(0xffffffffL));
        assertThat(arguments()).isEqualTo("ruid=0(root) euid=12345(<NA>) suid=-1(<NONE>) ");
        build(begin(">", "setresgid", 3).number(33).number(1).number(0xfffffffeL));
        assertThat(arguments()).isEqualTo("rgid=33(www-data) egid=1(<NA>) sgid=-2(<NA>) ");
    }

    @Test
    void showsModesInOctal() {
        build(begin("<", "mknod", 4).number(0).text("p").number(0010600).number(0));
        assertThat(arguments())
                .isEqualTo("res=0 path=p(/home/me/p) mode=010600(S_IWUSR|S_IRUSR|S_IFIFO) dev=0 ");
        build(begin("<", "mknod", 4).number(0).text("/b").number(0060000).number(0));
        assertThat(arguments()).isEqualTo("res=0 path=/b mode=060000(S_IFBLK) dev=0 ");
    }

    @Test
    void showsADynamicValueByItsFirstByte() {
        assertThat(option("00616263")).isEqualTo("val=abc ");
        assertThat(option("01" + "91ffffffffffffff")).isEqualTo("val=-111(ECONNREFUSED) ");
        assertThat(option("02" + "01000000")).isEqualTo("val=1 ");
        assertThat(option("03" + "ffffffffffffffff")).isEqualTo("val=-1 ");
        assertThat(option("04" + "00ca9a3b00000000")).isEqualTo("val=1000000000(1s) ");
        assertThat(option("0401")).as("too short").isEqualTo("val=1(1e-09s) ");
        assertThat(option("04")).isEqualTo("val=NULL ");
        assertThat(option("0500")).isEqualTo("val=INVALID DYNAMIC PARAMETER ");
    }

    @Test
    void showsAnOlderWritersParametersByTheirOldNames() {
        EventType execve = type("<", "execve", 31);
        builder.begin(execve.code(), 1, 2, 28).finish(event);
        assertThat(arguments()).contains(" pgid=NULL ").doesNotContain("vpgid");
        builder.begin(execve.code(), 1, 2, 31).finish(event);
        assertThat(arguments()).contains(" vpgid=NULL ").contains(" pgid=NULL ");
        build(begin(">", "futex", 3).number(0x1000).number(129).number(-1));
        assertThat(arguments()).isEqualTo("addr=1000 op=129 val=-1 ");
        build(begin("<", "futex", 4).number(0).number(0x1000).number(129).number(1));
        assertThat(arguments())
                .isEqualTo("res=0 addr=1000 op=129(FUTEX_PRIVATE_FLAG|FUTEX_WAKE) val=1 ");
        build(begin("<", "setpgid", 1).number(-1));
        assertThat(arguments()).isEqualTo("res=-1 ");
        build(begin("<", "setpgid", 3).number(-1).number(7).number(0));
        assertThat(arguments()).isEqualTo("res=-1(EPERM) pid=7(nginx) pgid=0 ");
    }

    @Test
    void showsTimesByTheClock() {
        EventType execve = type("<", "execve", 31);
        int ctime = execve.indexOf("exe_ino_ctime");
        builder.begin(execve.code(), 1, 2, ctime + 1);
        while (builder.remaining() > 1) {
            builder.absent();
        }
        builder.number(1_795_299_605_803_037_199L).finish(event);
        assertThat(argument("exe_ino_ctime")).isEqualTo("2026-11-21 22:20:05.803037199");
    }

    @Test
    void survivesAnyBytesInAnyParameterOfAnyEvent() {
        Random random = new Random(42);
        List<ValueRenderer> renderers =
                Arrays.stream(BufferForm.values()).map(ValueRendererTest::renderer).toList();
        for (int round = 0; round < 60; round++) {
            for (EventType type : EventTable.all()) {
                int count = random.nextInt(type.parameters().size() + 3);
                builder.begin(type.code(), 1, 2, count);
                for (int i = 0; i < count; i++) {
                    byte[] value = new byte[random.nextInt(random.nextInt(4) == 0 ? 300 : 20)];
                    random.nextBytes(value);
                    if (value.length > 0 && random.nextBoolean()) {
                        value[0] = (byte) random.nextInt(12);
                    }
                    builder.bytes(value);
                }
                builder.finish(event);
                ValueRenderer renderer = renderers.get(round % renderers.size());
                Names names = round % 2 == 0 ? Names.NONE : new FixedNames();
                renderer.arguments(event, names, out.clear());
                assertThat(out.isEmpty()).isEqualTo(type.isGeneric() || shown(type, count) == 0);
                for (int i = -1; i <= count; i++) {
                    assertThat(renderer.argument(event, i, names, out.clear()))
                            .isEqualTo(i >= 0 && i < shown(type, count));
                }
            }
        }
    }

    @Test
    void knowsNothingWithoutNames() {
        build(openat(5, "x"));
        renderer(BufferForm.CUT).arguments(event, Names.NONE, out.clear());
        assertThat(out.toString()).startsWith("fd=3 dirfd=5 name=x(x) ");
    }

    private static int shown(EventType type, int count) {
        return Math.min(count, type.form(count).parameters().size());
    }

    private EventBuilder openat(int dirfd, String name) {
        return begin("<", "openat", 7)
                .number(3)
                .number(dirfd)
                .text(name)
                .number(4097)
                .number(0644)
                .number(0xfe00)
                .number(42);
    }

    private String address(String hex) {
        build(begin("<", "bind", 2).number(0).bytes(HexFormat.of().parseHex(hex)));
        return argument("addr");
    }

    private String tuple(String hex) {
        build(begin("<", "connect", 2).number(0).bytes(HexFormat.of().parseHex(hex)));
        return argument("tuple");
    }

    private String option(String hex) {
        build(
                begin("<", "setsockopt", 5)
                        .number(0)
                        .number(3)
                        .number(1)
                        .number(4)
                        .bytes(HexFormat.of().parseHex(hex)));
        return arguments().substring(arguments().indexOf("val="));
    }

    /** An event of the newest type of this name, with the first {@code count} parameters. */
    private EventBuilder begin(String direction, String name, int count) {
        return builder.begin(type(direction, name, 0).code(), 1, 2, count);
    }

    private static EventType type(String direction, String name, int atLeast) {
        return EventTable.all().stream()
                .filter(type -> type.name().equals(name) && type.isExit() == direction.equals("<"))
                .filter(type -> !type.has(EventFlag.UNUSED) && type.parameters().size() >= atLeast)
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private void build(EventBuilder built) {
        built.finish(event);
    }

    private String arguments() {
        return show(BufferForm.CUT);
    }

    private String show(BufferForm form) {
        renderer(form).arguments(event, new FixedNames(), out.clear());
        return out.toString();
    }

    private @Nullable String argument(String name) {
        int index = event.type().form(event.parameterCount()).indexOf(name);
        boolean there =
                renderer(BufferForm.CUT).argument(event, index, new FixedNames(), out.clear());
        return there ? out.toString() : null;
    }

    private @Nullable String plain(String name) {
        int index = event.type().indexOf(name);
        boolean there = renderer(BufferForm.CUT).plain(event, index, new FixedNames(), out.clear());
        return there ? out.toString() : null;
    }

    private static ValueRenderer renderer(BufferForm form) {
        return new ValueRenderer(form, new LocalClock(ZoneOffset.UTC));
    }

    /** A process in /home/me with three fds, and a few people and processes. */
    private static final class FixedNames implements Names {
        @Override
        public boolean fd(long fd, TextBuffer out) {
            return fd == 3 && said(out, "<f>/etc/passwd");
        }

        @Override
        public boolean comm(long tid, TextBuffer out) {
            return tid == 7 && said(out, "nginx");
        }

        @Override
        public boolean user(long uid, TextBuffer out) {
            return uid == 0 && said(out, "root");
        }

        @Override
        public boolean group(long gid, TextBuffer out) {
            return gid == 33 && said(out, "www-data");
        }

        @Override
        public boolean cwd(TextBuffer out) {
            return said(out, "/home/me/");
        }

        @Override
        public boolean directory(long dirfd, TextBuffer out) {
            return dirfd == 5 ? said(out, "/srv") : dirfd == 6 && said(out, "/");
        }

        private static boolean said(TextBuffer out, String text) {
            out.put(text);
            return true;
        }
    }
}
