// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static dev.kansoku.engine.state.Scene.FDCWD;
import static dev.kansoku.engine.state.Scene.inet;
import static dev.kansoku.engine.state.Scene.inetAddress;
import static dev.kansoku.engine.state.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.SocketEntry;
import dev.kansoku.event.start.ToldFd;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FdStateTest {
    private static final int[] LOOPBACK = {127, 0, 0, 1};
    private static final int[] ANY = {0, 0, 0, 0};
    private static final int CLOEXEC = 4096;

    private final Scene scene = new Scene().process(10, 1, "sh");

    @Test
    void opensByNameInBothGenerations() {
        scene.enter(10, "open", "notes/../a", 1, 0).exit(10, "open", 3, "x", 1, 0, 0xfe00, 42);
        assertThat(text(scene.fd(10, 3).name())).isEqualTo("/home/a");
        assertThat(scene.fd(10, 3).inode()).isEqualTo(42);
        assertThat(scene.fd(10, 3).device()).isEqualTo(0xfe00);

        scene.exit(10, "openat2", 4, FDCWD, "b", 3, 0, 0, 0xfe00, 43);
        assertThat(text(scene.fd(10, 4).name())).isEqualTo("/home/b");
        assertThat(scene.fd(10, 4).type()).isEqualTo(FdType.FILE_V2);
        assertThat(scene.state.fd()).isSameAs(scene.fd(10, 4));
        assertThat(scene.state.fdNumber()).isEqualTo(4);
    }

    @Test
    void entersBesideWholeExitsChangeNothing() {
        Scene plain = new Scene().process(10, 1, "sh");
        plain.exit(10, "close", 0, 9);
        plain.exit(10, "openat", 3, FDCWD, "/srv", 1024, 0, 0, 0);
        plain.exit(10, "mkdirat", 0, 3, "www", 0700);
        scene.enter(10, "close", 9).exit(10, "close", 0, 9);
        scene.enter(10, "openat", FDCWD, "/changed/meanwhile", 1, 0);
        scene.exit(10, "openat", 3, FDCWD, "/srv", 1024, 0, 0, 0);
        scene.enter(10, "mkdirat").later(500).exit(10, "mkdirat", 0, 3, "www", 0700);

        assertThat(text(scene.fd(10, 3).name())).isEqualTo("/srv");
        assertThat(scene.state.actsOnFd()).isTrue().isEqualTo(plain.state.actsOnFd());
        assertThat(scene.state.fdNumber()).isEqualTo(3).isEqualTo(plain.state.fdNumber());
        assertThat(scene.state.latency()).isEqualTo(500);
    }

    @Test
    void opensRelativeToADirectory() {
        scene.exit(10, "openat", 3, FDCWD, "/srv", 1024, 0, 0, 0);
        scene.exit(10, "openat", 4, 3, "www/index", 1, 0, 0, 0);
        assertThat(scene.fd(10, 3).type()).isEqualTo(FdType.DIRECTORY);
        assertThat(text(scene.fd(10, 4).name())).isEqualTo("/srv/www/index");
    }

    @Test
    void opensAsTheFirstOpenatDidWhoseExitHasOnlyTheFd() {
        scene.play(10, 102, FDCWD, "/etc/hosts", 1, 0).play(10, 103, 3);
        assertThat(text(scene.fd(10, 3).name())).isEqualTo("/etc/hosts");
    }

    @Test
    void aFailedOpenMakesNothing() {
        scene.exit(10, "openat", -2, FDCWD, "/none", 1, 0, 0, 0);
        assertThat(scene.state.fd()).isNull();
        assertThat(scene.state.fdNumber()).isEqualTo(-1);
        assertThat(scene.state.actsOnFd()).isTrue();
    }

    @Test
    void showsAClosingFdBeforeItVanishes() {
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0);
        scene.enter(10, "close", 3).exit(10, "close", 0);
        assertThat(scene.state.fd()).isNotNull();
        scene.enter(10, "getuid");
        assertThat(scene.hasFd(10, 3)).isFalse();

        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0).exit(10, "close", 0, 3);
        assertThat(scene.state.fdNumber()).isEqualTo(3);
        scene.enter(10, "getuid");
        assertThat(scene.hasFd(10, 3)).isFalse();
    }

    @Test
    void aCloseThatTellsOfALostWriteClosesAllTheSame() {
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0).exit(10, "close", -5, 3).enter(10, "getuid");
        assertThat(scene.hasFd(10, 3)).isFalse();
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0).exit(10, "close", -9, 4).enter(10, "getuid");
        assertThat(scene.hasFd(10, 3)).isTrue();
    }

    @Test
    void aNumberThatAnUnknownFileTakesLosesItsName() {
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0);
        scene.exit(10, "dup2", 3, 77, 3);
        assertThat(scene.hasFd(10, 3)).isFalse();
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0);
        scene.exit(10, "accept", 3, new byte[0], 0, 0, 0);
        assertThat(scene.hasFd(10, 3)).isFalse();
    }

    @Test
    void aClosedRangeCanLeaveTheOtherThreadsTheirFds() {
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0).thread(11, 10, 1, "sh").enter(10, "getuid");
        scene.exit(11, "close_range", 0, 3, 9, 2);
        assertThat(scene.hasFd(11, 3)).isFalse();
        assertThat(scene.hasFd(10, 3)).isTrue();
    }

    @Test
    void aMainThreadThatUnsharesLeavesItsTableToTheOthers() {
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0).thread(11, 10, 1, "sh").enter(10, "getuid");
        scene.exit(10, "unshare", 0, 1).exit(10, "open", 4, "/own", 1, 0, 0, 0);
        assertThat(scene.hasFd(11, 3)).isTrue();
        assertThat(scene.hasFd(11, 4)).isFalse();
        scene.exit(11, "open", 4, "/other", 1, 0, 0, 0);
        assertThat(text(scene.fd(10, 4).name())).isEqualTo("/own");
        assertThat(text(scene.fd(11, 4).name())).isEqualTo("/other");
    }

    @Test
    void onlySomeCommandsOfBpfMakeAnFd() {
        scene.exit(10, "bpf", 0, 2).exit(10, "bpf", 5, 5);
        assertThat(scene.hasFd(10, 0)).isFalse();
        assertThat(scene.fd(10, 5).type()).isEqualTo(FdType.BPF);
    }

    @Test
    void aReceivedFdHasNoStaleName() {
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0).exit(10, "open", 4, "/b", 1, 0, 0, 0);
        byte[] control = rights(4, 3);
        scene.exit(10, "recvmsg", 1, 1, Scene.ascii("x"), null, control, 9);
        assertThat(scene.hasFd(10, 3)).isFalse();
        assertThat(scene.hasFd(10, 4)).isFalse();
    }

    @Test
    void controlDataOfAnyFormHarmsNothing() {
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0);
        byte[] huge = rights(3);
        huge[7] = (byte) 0x80; // a negative length
        scene.exit(10, "recvmsg", 1, 1, Scene.ascii("x"), null, huge, 9);
        scene.exit(10, "recvmsg", 1, 1, Scene.ascii("x"), null, Arrays.copyOf(rights(3), 17), 9);
        byte[] other = rights(3);
        other[12] = 2; // credentials
        scene.exit(10, "recvmsg", 1, 1, Scene.ascii("x"), null, other, 9);
        assertThat(text(scene.fd(10, 3).name())).isEqualTo("/a");
    }

    /** Control data that bring fds. */
    private static byte[] rights(int... fds) {
        byte[] control = new byte[(16 + 4 * fds.length + 7) & ~7];
        control[0] = (byte) (16 + 4 * fds.length);
        control[8] = 1;
        control[12] = 1;
        for (int i = 0; i < fds.length; i++) {
            control[16 + 4 * i] = (byte) fds[i];
        }
        return control;
    }

    @Test
    void takesWhatTheSourceTellsOfAnFd() {
        FdEntry file =
                new FdEntry(7, 42, FdType.FILE_V2, Scene.ascii("/sent"), 4097, 5, SocketEntry.NONE);
        scene.enter(10, "asyncevent", 0, "kansoku.fd", ToldFd.write(file, -1));
        assertThat(text(scene.fd(10, 7).name())).isEqualTo("/sent");
        assertThat(scene.fd(10, 7).inode()).isEqualTo(42);
        assertThat(scene.fd(10, 7).device()).isEqualTo(5);
        assertThat(scene.fd(10, 7).closeOnExec()).isTrue();

        byte[] own = {127, 0, 0, 1};
        SocketEntry ends = new SocketEntry(own, 4000, own, 80, 2, 0, 0);
        FdEntry socket = new FdEntry(8, 43, FdType.IPV4_SOCKET, new byte[0], 0, 0, ends);
        scene.enter(10, "asyncevent", 0, "kansoku.fd", ToldFd.write(socket, -1));
        assertThat(text(scene.fd(10, 8).name())).isEqualTo("127.0.0.1:4000->127.0.0.1:80");
        assertThat(scene.fd(10, 8).protocol()).isEqualTo(FdState.L4_TCP);
        assertThat(scene.fd(10, 8).client()).isTrue();

        FdEntry pipe = new FdEntry(9, 44, FdType.FIFO, new byte[0], 1, 0, SocketEntry.NONE);
        scene.enter(10, "asyncevent", 0, "kansoku.fd", ToldFd.write(pipe, -1));
        assertThat(text(scene.fd(10, 9).name())).isEqualTo("pipe:[44]");

        FdEntry pidfd = new FdEntry(11, 0, FdType.PIDFD, new byte[0], 0, 0, SocketEntry.NONE);
        scene.enter(10, "asyncevent", 0, "kansoku.fd", ToldFd.write(pidfd, 77));
        assertThat(text(scene.fd(10, 11).name())).isEqualTo("/proc/77");
        assertThat(scene.fd(10, 11).pid()).isEqualTo(77);
    }

    @Test
    void whatIsToldOfACopyIsTheSameOpenFile() {
        scene.exit(10, "open", 3, "/a", 1, 0, 5, 42);
        scene.exit(10, "dup", 4, 3);
        FdEntry file =
                new FdEntry(4, 42, FdType.FILE_V2, Scene.ascii("/a"), 1, 5, SocketEntry.NONE);
        scene.enter(10, "asyncevent", 0, "kansoku.fd", ToldFd.write(file, -1));
        assertThat(scene.fd(10, 4).stream()).isEqualTo(scene.fd(10, 3).stream());
    }

    @Test
    void whatIsToldToBeClosedIsKnownNoMore() {
        FdEntry file =
                new FdEntry(7, 42, FdType.FILE_V2, Scene.ascii("/x"), 0, 0, SocketEntry.NONE);
        scene.enter(10, "asyncevent", 0, "kansoku.fd", ToldFd.write(file, -1));
        assertThat(scene.hasFd(10, 7)).isTrue();
        scene.enter(10, "asyncevent", 0, "kansoku.fd", ToldFd.write(file, -1, ToldFd.CLOSED));
        assertThat(scene.hasFd(10, 7)).isFalse();
    }

    @Test
    void whatIsToldInAnotherFormIsPassedOver() {
        FdEntry file =
                new FdEntry(7, 42, FdType.FILE_V2, Scene.ascii("/x"), 0, 0, SocketEntry.NONE);
        byte[] told = ToldFd.write(file, -1);
        byte[] later = told.clone();
        later[0] = 2;
        byte[] long1 = told.clone();
        long1[32] = 100;
        byte[] odd = told.clone();
        odd[1] = 99;
        for (byte[] bytes : new byte[][] {later, long1, odd, new byte[3]}) {
            scene.enter(10, "asyncevent", 0, "kansoku.fd", bytes);
            assertThat(scene.hasFd(10, 7)).isFalse();
        }
    }

    @Test
    void aConnectionInProgressEndsWithTheSocketsError() {
        byte[] tuple = inet(LOOPBACK, 1, LOOPBACK, 80);
        scene.exit(10, "socket", 3, 2, 1, 0).exit(10, "connect", -115, tuple, 3);
        byte[] refused = {1, -111, -1, -1, -1, -1, -1, -1, -1};
        scene.exit(10, "getsockopt", 0, 3, 1, 4, refused, 4);
        assertThat(scene.fd(10, 3).connected()).isFalse();
        assertThat(scene.fd(10, 3).inProgress()).isFalse();

        scene.exit(10, "socket", 4, 2, 1, 0).exit(10, "connect", -115, tuple, 4);
        scene.exit(10, "getsockopt", 0, 4, 1, 4, new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0}, 4);
        assertThat(scene.fd(10, 4).connected()).isTrue();
        assertThat(scene.fd(10, 4).inProgress()).isFalse();
    }

    @Test
    void aDatagramSocketCanBeTakenOffItsPeer() {
        scene.exit(10, "socket", 3, 2, 2, 0);
        byte[] peer = inetAddress(LOOPBACK, 53);
        scene.exit(10, "connect", 0, inet(LOOPBACK, 999, LOOPBACK, 53), 3, peer);
        assertThat(text(scene.fd(10, 3).name())).isEqualTo("127.0.0.1:999->127.0.0.1:53");
        scene.exit(10, "connect", 0, inet(ANY, 999, ANY, 0), 3, new byte[] {0});
        assertThat(scene.fd(10, 3).name()).isEmpty();
        assertThat(scene.fd(10, 3).connected()).isFalse();
        assertThat(scene.fd(10, 3).destinationPort()).isZero();
    }

    @Test
    void aPidfdOfAnotherProcessWithTheSameNumberGivesNoName() {
        scene.process(20, 1, "other").enter(20, "getuid").exit(10, "pidfd_open", 3, 20, 0);
        scene.enter(20, "procexit", 0, 0, 0, 0, 0).later(5_000_000_000L);
        scene.cloned(20, 0, 20, 1, "again", 0).exit(20, "open", 9, "/theirs", 1, 0, 0, 0);
        scene.exit(10, "pidfd_getfd", 4, 3, 9, 0);
        assertThat(scene.fd(10, 4).name()).isEmpty();
    }

    @Test
    void findsWhoHoldsTheOtherEnd() {
        scene.process(20, 1, "other").enter(20, "getuid");
        scene.exit(10, "pipe2", 0, 3, 4, 77, 0).cloned(10, 11, 10, 1, "sh", 0);
        scene.exit(10, "close", 0, 3).exit(11, "close", 0, 4).enter(11, "getuid");
        assertThat(holders(scene.fd(10, 4))).containsExactly("11:3");
        assertThat(holders(scene.fd(11, 3))).containsExactly("10:4");

        scene.exit(10, "socketpair", 0, 5, 6, 100, 200, 1, 1, 0);
        assertThat(holders(scene.fd(10, 5))).containsExactly("10:6");

        byte[] tuple = inet(LOOPBACK, 4000, LOOPBACK, 80);
        scene.exit(20, "socket", 7, 2, 1, 0).exit(20, "connect", 0, tuple, 7);
        scene.exit(10, "accept4", 8, tuple, 0, 0, 0, 0);
        assertThat(holders(scene.fd(20, 7))).containsExactly("10:8");
        assertThat(holders(scene.fd(10, 8))).containsExactly("20:7");

        scene.exit(10, "open", 9, "/a", 1, 0, 0, 0);
        assertThat(holders(scene.fd(10, 9))).isEmpty();
    }

    private List<String> holders(FdState fd) {
        return OtherEnds.of(fd, scene.state.threads()).stream()
                .map(holder -> holder.process().pid() + ":" + holder.fd().number())
                .toList();
    }

    @Test
    void manyFdsStayTogetherInOneArrayAndOddNumbersBesideIt() {
        for (int fd = 0; fd < 3000; fd++) {
            scene.exit(10, "open", fd, "/f" + fd, 1, 0, 0, 0);
        }
        scene.exit(10, "open", 2_000_000_000L, "/far", 1, 0, 0, 0);
        scene.exit(10, "open", 9_000, "/near", 1, 0, 0, 0);
        scene.exit(10, "open", 11_000, "/nearer", 1, 0, 0, 0);
        assertThat(text(scene.fd(10, 2_000_000_000L).name())).isEqualTo("/far");
        assertThat(text(scene.fd(10, 9_000).name())).isEqualTo("/near");
        assertThat(text(scene.fd(10, 2999).name())).isEqualTo("/f2999");
        assertThat(scene.thread(10).fdOpenCount()).isEqualTo(3003);
        scene.exit(10, "close_range", 0, 10, 0xffffffffL, 0);
        assertThat(scene.thread(10).fdOpenCount()).isEqualTo(10);
    }

    @Test
    void closesRanges() {
        for (int fd = 3; fd < 8; fd++) {
            scene.exit(10, "open", fd, "/a", 1, 0, 0, 0);
        }
        scene.exit(10, "open", 5000, "/a", 1, 0, 0, 0);
        scene.exit(10, "close_range", 0, 4, 5, 0);
        assertThat(scene.hasFd(10, 3)).isTrue();
        assertThat(scene.hasFd(10, 4)).isFalse();
        assertThat(scene.hasFd(10, 6)).isTrue();
        scene.exit(10, "close_range", 0, 6, 0xffffffffL, 4);
        assertThat(scene.fd(10, 6).closeOnExec()).isTrue();
        scene.executed(10, 10, 1, "ls");
        assertThat(scene.hasFd(10, 5000)).isFalse();
        assertThat(scene.thread(10).fdOpenCount()).isEqualTo(1);
    }

    @Test
    void duplicatesInBothGenerations() {
        scene.exit(10, "open", 3, "/a", 1 | CLOEXEC, 0, 0, 0);
        scene.enter(10, "dup", 3).exit(10, "dup", 4);
        scene.exit(10, "dup2", 5, 3, 5);
        scene.exit(10, "dup3", 6, 3, 6, CLOEXEC);
        scene.exit(10, "fcntl", 7, 3, 1);
        scene.enter(10, "fcntl", 3, 26).exit(10, "fcntl", 8);
        for (int fd = 3; fd <= 8; fd++) {
            assertThat(text(scene.fd(10, fd).name())).isEqualTo("/a");
            assertThat(scene.fd(10, fd).number()).isEqualTo(fd);
        }
        scene.executed(10, 10, 1, "ls");
        assertThat(scene.hasFd(10, 3)).isFalse();
        assertThat(scene.hasFd(10, 4)).isTrue();
        assertThat(scene.hasFd(10, 5)).isTrue();
        assertThat(scene.hasFd(10, 6)).isFalse();
        assertThat(scene.hasFd(10, 7)).isTrue();
        assertThat(scene.hasFd(10, 8)).isFalse();
    }

    @Test
    void marksAndUnmarksFdsForAnExecution() {
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0).exit(10, "fcntl", 0, 3, 3, 1);
        assertThat(scene.fd(10, 3).closeOnExec()).isTrue();
        scene.exit(10, "fcntl", 0, 3, 3, 0);
        assertThat(scene.fd(10, 3).closeOnExec()).isFalse();
    }

    @Test
    void aForkedProcessChangesItsOwnCopyOfAnFd() {
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0).cloned(10, 11, 10, 1, "sh", 0);
        scene.exit(11, "fcntl", 0, 3, 3, 1);
        assertThat(scene.fd(11, 3).closeOnExec()).isTrue();
        assertThat(scene.fd(10, 3).closeOnExec()).isFalse();
    }

    @Test
    void makesPipesAndTheirKin() {
        scene.exit(10, "pipe2", 0, 3, 4, 77, CLOEXEC);
        assertThat(scene.fd(10, 3).type()).isEqualTo(FdType.FIFO);
        assertThat(scene.fd(10, 4).inode()).isEqualTo(77);
        assertThat(scene.state.fdNumber()).isEqualTo(4);
        scene.exit(10, "eventfd2", 5, 0, 0);
        scene.exit(10, "signalfd4", 6, 0, -1, 0);
        scene.exit(10, "timerfd_create", 7, 0, 0);
        scene.exit(10, "inotify_init1", 8, 0);
        scene.exit(10, "epoll_create1", 9, 1);
        scene.exit(10, "memfd_create", 20, "secret", 1);
        scene.exit(10, "pidfd_open", 21, 10, 0);
        scene.exit(10, "userfaultfd", 22, 0);
        scene.exit(10, "io_uring_setup", 23, 1, 1, 1, 0, 0, 0, 0);
        scene.exit(10, "bpf", 24, 5);
        assertThat(scene.fd(10, 5).type()).isEqualTo(FdType.EVENT);
        assertThat(scene.fd(10, 6).type()).isEqualTo(FdType.SIGNALFD);
        assertThat(scene.fd(10, 7).type()).isEqualTo(FdType.TIMERFD);
        assertThat(scene.fd(10, 8).type()).isEqualTo(FdType.INOTIFY);
        assertThat(scene.fd(10, 9).type()).isEqualTo(FdType.EVENTPOLL);
        assertThat(scene.fd(10, 9).closeOnExec()).isTrue();
        assertThat(text(scene.fd(10, 20).name())).isEqualTo("secret");
        assertThat(text(scene.fd(10, 21).name())).isEqualTo("/proc/10");
        assertThat(scene.fd(10, 22).type()).isEqualTo(FdType.USERFAULTFD);
        assertThat(scene.fd(10, 23).type()).isEqualTo(FdType.IO_URING);
        assertThat(scene.fd(10, 24).type()).isEqualTo(FdType.BPF);
    }

    @Test
    void takesAnFdFromAnotherProcess() {
        scene.process(20, 1, "other").enter(20, "getuid");
        scene.exit(20, "open", 9, "/theirs", 1, 0, 0, 0);
        scene.exit(10, "pidfd_open", 3, 20, 0).exit(10, "pidfd_getfd", 4, 3, 9, 0);
        assertThat(text(scene.fd(10, 4).name())).isEqualTo("/theirs");
    }

    @Test
    void connectsInBothGenerations() {
        byte[] tuple = inet(LOOPBACK, 40000, LOOPBACK, 80);
        scene.enter(10, "socket", 2, 1, 0).exit(10, "socket", 3);
        scene.enter(10, "connect", 3, inetAddress(LOOPBACK, 80)).exit(10, "connect", 0, tuple);
        scene.exit(10, "socket", 4, 2, 1, 0).exit(10, "connect", 0, tuple, 4);
        for (int fd = 3; fd <= 4; fd++) {
            FdState socket = scene.fd(10, fd);
            assertThat(text(socket.name())).isEqualTo("127.0.0.1:40000->127.0.0.1:80");
            assertThat(socket.protocol()).isEqualTo(FdState.L4_TCP);
            assertThat(socket.client()).isTrue();
            assertThat(socket.connected()).isTrue();
            assertThat(socket.destinationPort()).isEqualTo(80);
        }
    }

    @Test
    void aConnectionThatIsRefusedIsNone() {
        scene.exit(10, "socket", 3, 2, 1, 0);
        scene.exit(10, "connect", -111, inet(LOOPBACK, 1, LOOPBACK, 80), 3);
        assertThat(scene.fd(10, 3).connected()).isFalse();
        assertThat(scene.fd(10, 3).client()).isFalse();
    }

    @Test
    void aConnectionInProgressCounts() {
        scene.exit(10, "socket", 3, 2, 1, 0);
        scene.exit(10, "connect", -115, inet(LOOPBACK, 1, LOOPBACK, 80), 3);
        assertThat(text(scene.fd(10, 3).name())).isEqualTo("127.0.0.1:1->127.0.0.1:80");
    }

    @Test
    void bindsAndAccepts() {
        scene.exit(10, "socket", 3, 2, 1, 0).exit(10, "bind", 0, inetAddress(LOOPBACK, 80), 3);
        assertThat(scene.fd(10, 3).type()).isEqualTo(FdType.IPV4_SERVER);
        assertThat(text(scene.fd(10, 3).name())).isEqualTo("127.0.0.1:80");
        scene.exit(10, "accept4", 4, inet(LOOPBACK, 40000, LOOPBACK, 80), 0, 0, 0, 0);
        assertThat(scene.fd(10, 4).server()).isTrue();
        assertThat(text(scene.fd(10, 4).name())).isEqualTo("127.0.0.1:40000->127.0.0.1:80");
        assertThat(scene.state.fdNumber()).isEqualTo(4);
    }

    @Test
    void datagramsNameTheirSocketFromTheClientsSide() {
        scene.exit(10, "socket", 3, 2, 2, 0).exit(10, "bind", 0, inetAddress(LOOPBACK, 53), 3);
        scene.exit(10, "recvfrom", 5, Scene.ascii("hello"), inet(LOOPBACK, 999, LOOPBACK, 53), 3);
        assertThat(text(scene.fd(10, 3).name())).isEqualTo("127.0.0.1:999->127.0.0.1:53");

        byte[] reply = inet(LOOPBACK, 53, LOOPBACK, 1000);
        scene.enter(10, "sendto", 3, 5, reply).exit(10, "sendto", 5, Scene.ascii("x"));
        assertThat(text(scene.fd(10, 3).name())).isEqualTo("127.0.0.1:1000->127.0.0.1:53");
    }

    @Test
    void whoSendsThroughAnUnknownFdHasADatagramSocket() {
        scene.enter(10, "sendto", 9, 5, inet(ANY, 0, LOOPBACK, 53));
        assertThat(scene.fd(10, 9).type()).isEqualTo(FdType.IPV4_SOCKET);
    }

    @Test
    void socketPairsAreUnix() {
        scene.exit(10, "socketpair", 0, 3, 4, 100, 200, 1, 1, 0);
        assertThat(scene.fd(10, 3).type()).isEqualTo(FdType.UNIX_SOCKET);
        assertThat(scene.fd(10, 3).unixSource()).isEqualTo(100);
        assertThat(scene.fd(10, 4).unixSource()).isEqualTo(200);
        assertThat(scene.fd(10, 4).unixDestination()).isEqualTo(100);
    }

    @Test
    void anEventTooShortForItsAddressIsPassedOver() {
        scene.exit(10, "socket", 3, 2, 1, 0);
        scene.exit(10, "connect", 0, new byte[] {2, 1}, 3);
        scene.exit(10, "bind", 0, new byte[] {10, 1}, 3);
        scene.exit(10, "accept", 4, new byte[] {1, 2}, 0, 0, 0);
        assertThat(scene.fd(10, 3).name()).isEmpty();
        assertThat(scene.hasFd(10, 4)).isFalse();
    }

    @Test
    void namesFdsAsValuesShowThem() {
        StateNames names = new StateNames(scene.state);
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0);
        scene.exit(10, "socket", 4, 2, 1, 0);
        scene.exit(10, "connect", 0, inet(LOOPBACK, 1, LOOPBACK, 80), 4);
        TextBuffer out = new TextBuffer();
        assertThat(names.fd(3, out)).isTrue();
        assertThat(names.fd(4, out)).isTrue();
        assertThat(names.fd(5, out)).isFalse();
        assertThat(names.comm(10, out)).isTrue();
        assertThat(names.cwd(out)).isTrue();
        assertThat(out.toString()).isEqualTo("<f>/a<4t>127.0.0.1:1->127.0.0.1:80sh/home/");
    }

    @Test
    void anExitOfTheOlderGenerationActsOnTheFdOfItsEnter() {
        scene.exit(10, "open", 3, "/a", 1, 0, 0, 0);
        scene.enter(10, "read", 3, 100).exit(10, "read", 5, Scene.ascii("hello"));
        assertThat(scene.state.fdNumber()).isEqualTo(3);
        scene.exit(10, "read", 5, Scene.ascii("hello"), 3, 100);
        assertThat(scene.state.fdNumber()).isEqualTo(3);
        scene.enter(10, "mmap", 0, 0, 0, 0, 3, 0).exit(10, "mmap", 0, 1, 2, 3);
        assertThat(scene.state.actsOnFd()).isFalse();
        scene.exit(10, "mmap", 0, 1, 2, 3, 0, 0, 0, 0, 3, 0);
        assertThat(scene.state.fdNumber()).isEqualTo(3);
    }
}
