// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static dev.kansoku.scap.CaptureBytes.capture;
import static dev.kansoku.scap.CaptureBytes.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.UserEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("EnumOrdinal") // the ordinal is the file's code
class StartTablesTest {
    @ParameterizedTest
    @ValueSource(ints = {0x201, 0x8002ABCD})
    void readsTheMachine(int type) throws IOException {
        Reading reading =
                read(
                        capture()
                                .block(
                                        type,
                                        b ->
                                                b.u32(8)
                                                        .u64(16L << 30)
                                                        .u64(4194304)
                                                        .raw("lab".getBytes(StandardCharsets.UTF_8))
                                                        .filled(0, 125)
                                                        .u64(1234567)
                                                        .u64(0)
                                                        .u64(0)
                                                        .u64(0))
                                .bytes());

        assertThat(reading.machines)
                .containsExactly(new MachineEntry(8, 16L << 30, 4194304, "lab", 1234567));
    }

    @ParameterizedTest
    @CsvSource({
        "0x202, 1", "0x8000ABCD, 1", "0x207, 2", "0x8013ABCD, 2", "0x209, 3", "0x8014ABCD, 3",
        "0x210, 4", "0x211, 5", "0x212, 6", "0x213, 7", "0x214, 8", "0x215, 9"
    })
    void readsProcessesOfEachVersion(String typeText, int version) throws IOException {
        int type = Long.decode(typeText).intValue();

        Reading reading =
                read(
                        capture()
                                .block(
                                        type,
                                        b -> {
                                            process(b, version, 100);
                                            process(b, version, 101);
                                        })
                                .bytes());

        assertThat(reading.damages).isEmpty();
        assertThat(reading.processes).hasSize(2);
        ProcessEntry p = reading.processes.get(1);
        assertThat(p.tid).isEqualTo(101);
        assertThat(p.pid).isEqualTo(11);
        assertThat(p.ptid).isEqualTo(12);
        assertThat(p.sid).isEqualTo(version >= 6 ? 13 : -1);
        assertThat(p.vpgid).isEqualTo(version >= 8 ? 14 : -1);
        assertThat(p.comm).asString().isEqualTo("comm");
        assertThat(p.exe).asString().isEqualTo("exe");
        assertThat(p.exepath).asString().isEqualTo(version >= 7 ? "/bin/exe" : "");
        assertThat(p.args).asString().isEqualTo("a\0b\0");
        assertThat(p.cwd).asString().isEqualTo("/tmp/");
        assertThat(p.fdLimit).isEqualTo(1024);
        assertThat(p.flags).isEqualTo(15);
        assertThat(p.uid).isEqualTo(16);
        assertThat(p.gid).isEqualTo(17);
        assertThat(p.vmSize).isEqualTo(version >= 2 ? 18 : 0);
        assertThat(p.vmRss).isEqualTo(version >= 2 ? 19 : 0);
        assertThat(p.vmSwap).isEqualTo(version >= 2 ? 20 : 0);
        assertThat(p.majorFaults).isEqualTo(version >= 2 ? 21 : 0);
        assertThat(p.minorFaults).isEqualTo(version >= 2 ? 22 : 0);
        assertThat(p.env).asString().isEqualTo(version >= 3 ? "E=1\0" : "");
        assertThat(p.vtid).isEqualTo(version >= 4 ? 23 : -1);
        assertThat(p.vpid).isEqualTo(version >= 4 ? 24 : -1);
        assertThat(p.cgroups).asString().isEqualTo(version >= 4 ? "cpu=/\0" : "");
        assertThat(p.root).asString().isEqualTo(version >= 5 ? "/" : "");
        assertThat(p.pidnsStart).isEqualTo(version >= 9 ? 25 : 0);
        assertThat(p.tty).isEqualTo(version >= 9 ? 26 : 0);
        assertThat(p.loginUid).isEqualTo(version >= 9 ? 27 : 0xffffffffL);
        assertThat(p.exeWritable).isEqualTo(version >= 9);
        assertThat(p.capInheritable).isEqualTo(version >= 9 ? 28 : 0);
        assertThat(p.capPermitted).isEqualTo(version >= 9 ? 29 : 0);
        assertThat(p.capEffective).isEqualTo(version >= 9 ? 30 : 0);
        assertThat(p.exeUpperLayer).isEqualTo(version >= 9);
        assertThat(p.exeInode).isEqualTo(version >= 9 ? 31 : 0);
        assertThat(p.exeInodeCtime).isEqualTo(version >= 9 ? 32 : 0);
        assertThat(p.exeInodeMtime).isEqualTo(version >= 9 ? 33 : 0);
        assertThat(p.exeFromMemfd).isEqualTo(version >= 9);
        assertThat(p.exeLowerLayer).isEqualTo(version >= 9);
        assertThat(p.pgid).isEqualTo(version >= 9 ? 34 : -1);
    }

    @Test
    void readsAProcessOfTheNinthVersionWithoutTerminal() throws IOException {
        Reading reading =
                read(
                        capture()
                                .block(
                                        0x215,
                                        b ->
                                                b.entry(
                                                        true,
                                                        e -> {
                                                            head(e, 9, 100);
                                                            e.u32(27).u8(0).u64(28).u64(29).u64(30);
                                                        }))
                                .bytes());

        ProcessEntry p = reading.processes.getFirst();
        assertThat(p.pidnsStart).isZero();
        assertThat(p.tty).isZero();
        assertThat(p.loginUid).isEqualTo(27);
        assertThat(p.capEffective).isEqualTo(30);
        assertThat(p.exeInode).isZero();
        assertThat(p.pgid).isEqualTo(-1);
    }

    private static void process(CaptureBytes b, int version, long tid) {
        if (version < 9) {
            head(b, version, tid);
        } else {
            b.entry(
                    true,
                    e -> {
                        head(e, version, tid);
                        e.u64(25).u32(26).u32(27).u8(1).u64(28).u64(29).u64(30).u8(1);
                        e.u64(31).u64(32).u64(33).u8(1).u8(1).u64(34);
                        e.raw(9, 9, 9); // what a newer writer adds
                    });
        }
    }

    private static void head(CaptureBytes b, int version, long tid) {
        b.u64(tid).u64(11).u64(12);
        if (version >= 6) {
            b.u64(13);
        }
        if (version >= 8) {
            b.u64(14);
        }
        b.text("comm").text("exe");
        if (version >= 7) {
            b.text("/bin/exe");
        }
        b.text("a\0b\0").text("/tmp/").u64(1024).u32(15).u32(16).u32(17);
        if (version >= 2) {
            b.u32(18).u32(19).u32(20).u64(21).u64(22);
        }
        if (version >= 3) {
            b.text("E=1\0");
        }
        if (version >= 4) {
            b.u64(23).u64(24).text("cpu=/\0");
        }
        if (version >= 5) {
            b.text("/");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x203, 0x8001ABCD, 0x218})
    void readsFdsOfEveryType(int type) throws IOException {
        boolean sized = type == 0x218;

        Reading reading =
                read(
                        capture()
                                .block(
                                        type,
                                        b -> {
                                            b.u64(100);
                                            for (FdType fdType : FdType.values()) {
                                                if (sized) {
                                                    b.entry(true, e -> fd(e, fdType, true));
                                                } else {
                                                    fd(b, fdType, false);
                                                }
                                            }
                                        })
                                .bytes());

        assertThat(reading.damages).isEmpty();
        assertThat(reading.fds).hasSize(FdType.values().length);
        for (Reading.OwnedFd owned : reading.fds) {
            FdEntry fd = owned.fd();
            assertThat(owned.tid()).isEqualTo(100);
            assertThat(fd.number()).isEqualTo(fd.type().ordinal());
            assertThat(fd.inode()).isEqualTo(1000 + fd.type().ordinal());
            if (fd.type().isInternet()) {
                int width = fd.type().isIpv4() ? 4 : 16;
                assertThat(fd.socket().source()).hasSize(width).containsOnly(7);
                assertThat(fd.socket().sourcePort()).isEqualTo(40000);
                assertThat(fd.socket().protocol()).isEqualTo(2);
                assertThat(fd.socket().destination()).hasSize(fd.type().isServer() ? 0 : width);
                assertThat(fd.socket().destinationPort()).isEqualTo(fd.type().isServer() ? 0 : 80);
            } else {
                assertThat(fd.name()).asString().isEqualTo("name");
            }
            if (fd.type() == FdType.UNIX_SOCKET) {
                assertThat(fd.socket().unixSource()).isEqualTo(3);
                assertThat(fd.socket().unixDestination()).isEqualTo(4);
            }
            if (fd.type() == FdType.FILE_V2) {
                assertThat(fd.flags()).isEqualTo(5);
                assertThat(fd.device()).isEqualTo(sized ? 6 : 0);
            }
        }
    }

    private static void fd(CaptureBytes b, FdType type, boolean withDevice) {
        b.u64(type.ordinal()).u64(1000 + type.ordinal()).u8(type.ordinal());
        switch (type) {
            case IPV4_SOCKET -> b.filled(7, 4).filled(8, 4).u16(40000).u16(80).u8(2);
            case IPV6_SOCKET -> b.filled(7, 16).filled(8, 16).u16(40000).u16(80).u8(2);
            case IPV4_SERVER -> b.filled(7, 4).u16(40000).u8(2);
            case IPV6_SERVER -> b.filled(7, 16).u16(40000).u8(2);
            case UNIX_SOCKET -> b.u64(3).u64(4).text("name");
            case FILE_V2 -> {
                b.u32(5).text("name");
                if (withDevice) {
                    b.u32(6);
                }
            }
            default -> b.text("name");
        }
    }

    @Test
    void keepsAnFdOfUnknownTypeAsUnsupportedAndReadsOn() throws IOException {
        Reading reading =
                read(
                        capture()
                                .block(
                                        0x218,
                                        b ->
                                                b.u64(100)
                                                        .entry(
                                                                true,
                                                                e ->
                                                                        e.u64(3)
                                                                                .u64(4)
                                                                                .u8(99)
                                                                                .filled(1, 30))
                                                        .entry(true, e -> fd(e, FdType.FIFO, true)))
                                .bytes());

        assertThat(reading.fds.stream().map(f -> f.fd().type()))
                .containsExactly(FdType.UNSUPPORTED, FdType.FIFO);
    }

    @Test
    void readsAFileWithoutDeviceWhereItsLengthEnds() throws IOException {
        Reading reading =
                read(
                        capture()
                                .block(
                                        0x218,
                                        b ->
                                                b.u64(100)
                                                        .entry(
                                                                true,
                                                                e -> fd(e, FdType.FILE_V2, false)))
                                .bytes());

        assertThat(reading.fds.getFirst().fd().name()).asString().isEqualTo("name");
        assertThat(reading.fds.getFirst().fd().device()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x206, 0x8012ABCD, 0x220})
    void readsUsersAndGroups(int type) throws IOException {
        boolean sized = type == 0x220;

        Reading reading =
                read(
                        capture()
                                .block(
                                        type,
                                        b -> {
                                            if (sized) {
                                                b.entry(true, e -> user(e).raw(1, 2));
                                                b.entry(true, e -> e.u8(7).filled(1, 9));
                                                b.entry(true, StartTablesTest::group);
                                            } else {
                                                user(b);
                                                group(b);
                                            }
                                        })
                                .bytes());

        assertThat(reading.users)
                .containsExactly(new UserEntry(33, 34, "www-data", "/var/www", "/bin/false"));
        assertThat(reading.groups).containsExactly(new GroupEntry(35, "staff"));
        assertThat(reading.damages).isEmpty();
    }

    private static CaptureBytes user(CaptureBytes b) {
        return b.u8(0).u32(33).u32(34).text("www-data").text("/var/www").text("/bin/false");
    }

    private static CaptureBytes group(CaptureBytes b) {
        return b.u8(1).u32(35).text("staff");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x205, 0x8011ABCD, 0x219})
    void readsInterfaces(int type) throws IOException {
        boolean sized = type == 0x219;

        Reading reading =
                read(
                        capture()
                                .block(
                                        type,
                                        b -> {
                                            for (int kind = 1; kind <= 4; kind++) {
                                                int of = kind;
                                                if (sized) {
                                                    b.entry(false, e -> networkInterface(e, of));
                                                } else {
                                                    networkInterface(b, of);
                                                }
                                            }
                                        })
                                .bytes());

        assertThat(reading.damages).isEmpty();
        assertThat(reading.interfaces).hasSize(4);
        for (int i = 0; i < 4; i++) {
            InterfaceEntry entry = reading.interfaces.get(i);
            int width = i == 0 || i == 2 ? 4 : 16;
            assertThat(entry.name()).isEqualTo("eth0");
            assertThat(entry.address()).hasSize(width).containsOnly(10);
            assertThat(entry.netmask()).hasSize(width).containsOnly(255);
            assertThat(entry.broadcast()).hasSize(width).containsOnly(11);
            assertThat(entry.linkSpeed()).isEqualTo(i < 2 ? 1_000_000_000L : 0);
        }
    }

    private static void networkInterface(CaptureBytes b, int kind) {
        int width = kind == 1 || kind == 3 ? 4 : 16;
        b.u16(kind).u16(4).filled(10, width).filled(255, width).filled(11, width);
        if (kind <= 2) {
            b.u64(1_000_000_000L);
        }
        b.raw("eth0".getBytes(StandardCharsets.UTF_8));
    }
}
