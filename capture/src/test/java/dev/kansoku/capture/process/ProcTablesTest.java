// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTablesTest {
    @TempDir Path folder;

    private final int self = (int) ProcessHandle.current().pid();

    @Test
    void showsThisProcessAndThoseAboveIt() {
        Told told = new Told();
        ProcTables.of(List.of(self)).tell(told);

        ProcessEntry own = told.process(self);
        assertThat(text(own.comm)).isEqualTo("java");
        assertThat(text(own.exepath)).endsWith("/bin/java");
        assertThat(text(own.args)).contains("\0").endsWith("\0");
        assertThat(text(own.cwd)).isEqualTo(Path.of("").toAbsolutePath().toString());
        assertThat(own.vpid).isPositive();
        assertThat(own.fdLimit).isPositive();
        assertThat(own.vmSize).isGreaterThan(own.vmRss);
        assertThat(own.exeInode).isPositive();
        assertThat(told.processes)
                .anySatisfy(thread -> assertThat(thread.pid != thread.tid).isTrue());
        assertThat(told.process(own.ptid).pid).isEqualTo(own.ptid);
        assertThat(told.machine).isNotNull();
        assertThat(told.machine.memoryBytes()).isPositive();
        assertThat(told.machine.maxPid()).isPositive();
        assertThat(told.users).anySatisfy(user -> assertThat(user.name()).isEqualTo("root"));
        assertThat(told.groups).anySatisfy(group -> assertThat(group.gid()).isZero());
    }

    @Test
    void showsFilesAndBothEndsOfSockets() throws Exception {
        Path file = folder.resolve("open");
        try (var open = new RandomAccessFile(file.toFile(), "rw");
                var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            open.write(1);
            Told told = new Told();
            ProcTables.of(List.of(self)).tell(told);

            assertThat(told.fds)
                    .anySatisfy(
                            fd -> {
                                assertThat(text(fd.name())).isEqualTo(file.toString());
                                assertThat(fd.type()).isEqualTo(FdType.FILE_V2);
                                assertThat(fd.flags() & 3).isEqualTo(3);
                                assertThat(fd.inode()).isPositive();
                            })
                    .anySatisfy(
                            fd -> {
                                assertThat(fd.type().isServer()).isTrue();
                                assertThat(fd.socket().sourcePort())
                                        .isEqualTo(server.getLocalPort());
                            })
                    .anySatisfy(
                            fd -> {
                                assertThat(fd.socket().sourcePort())
                                        .isEqualTo(client.getLocalPort());
                                assertThat(fd.socket().destinationPort())
                                        .isEqualTo(server.getLocalPort());
                                assertThat(fd.socket().protocol()).isEqualTo(2);
                            });
        }
    }

    @Test
    void passesOverProcessesThatAreGone() {
        Told told = new Told();
        ProcTables.of(List.of(1 << 22)).tell(told);

        assertThat(told.processes).isEmpty();
        assertThat(told.fds).isEmpty();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static final class Told implements StartListener {
        private final List<ProcessEntry> processes = new ArrayList<>();
        private final List<FdEntry> fds = new ArrayList<>();
        private final List<UserEntry> users = new ArrayList<>();
        private final List<GroupEntry> groups = new ArrayList<>();
        private final List<InterfaceEntry> interfaces = new ArrayList<>();
        private MachineEntry machine;

        ProcessEntry process(long tid) {
            return processes.stream().filter(entry -> entry.tid == tid).findFirst().orElseThrow();
        }

        @Override
        public void machine(MachineEntry entry) {
            machine = entry;
        }

        @Override
        public void process(ProcessEntry entry) {
            processes.add(entry);
        }

        @Override
        public void fd(long tid, FdEntry fd) {
            fds.add(fd);
        }

        @Override
        public void user(UserEntry entry) {
            users.add(entry);
        }

        @Override
        public void group(GroupEntry entry) {
            groups.add(entry);
        }

        @Override
        public void networkInterface(InterfaceEntry entry) {
            interfaces.add(entry);
        }
    }
}
