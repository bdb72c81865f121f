// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.SocketEntry;
import dev.kansoku.event.start.UserEntry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes entries of start tables in their newest versions. Texts are cut where the family's other
 * readers would refuse the file for their length.
 */
final class StartEntries {
    private static final int LONGEST_PATH = 1024;
    private static final int LONGEST_ARGUMENTS = 4096;
    private static final int LONGEST_NAME = 255;
    private static final int HOSTNAME_SIZE = 128;

    private StartEntries() {}

    static void machine(BlockBuffer to, MachineEntry machine) {
        to.u32(machine.cpus());
        to.u64(machine.memoryBytes());
        to.u64(machine.maxPid());
        byte[] hostname = machine.hostname().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(hostname, HOSTNAME_SIZE);
        padded[HOSTNAME_SIZE - 1] = 0;
        to.raw(padded);
        to.u64(machine.bootTimestamp());
        to.u64(0); // flags
        to.u64(0);
        to.u64(0);
    }

    static void networkInterface(BlockBuffer to, InterfaceEntry entry) {
        int begun = to.beginEntry();
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        int nameLength = Math.min(name.length, LONGEST_NAME);
        int width = entry.address().length;
        to.u16(width == 4 ? StartTables.INTERFACE_IPV4 : StartTables.INTERFACE_IPV6);
        to.u16(nameLength);
        to.raw(entry.address());
        to.raw(Arrays.copyOf(entry.netmask(), width));
        to.raw(Arrays.copyOf(entry.broadcast(), width));
        to.u64(entry.linkSpeed());
        to.raw(name, 0, nameLength);
        to.endEntry(begun, false);
    }

    static void user(BlockBuffer to, UserEntry user) {
        int begun = to.beginEntry();
        to.u8(StartTables.USER);
        to.u32(user.uid());
        to.u32(user.gid());
        to.sized(user.name(), LONGEST_NAME);
        to.sized(user.home(), LONGEST_PATH);
        to.sized(user.shell(), LONGEST_PATH);
        to.endEntry(begun, true);
    }

    static void group(BlockBuffer to, GroupEntry group) {
        int begun = to.beginEntry();
        to.u8(StartTables.GROUP);
        to.u32(group.gid());
        to.sized(group.name(), LONGEST_NAME);
        to.endEntry(begun, true);
    }

    static void process(BlockBuffer to, ProcessEntry process) {
        int begun = to.beginEntry();
        to.u64(process.tid);
        to.u64(process.pid);
        to.u64(process.ptid);
        to.u64(process.sid);
        to.u64(process.vpgid);
        to.sized(process.comm, LONGEST_PATH);
        to.sized(process.exe, LONGEST_PATH);
        to.sized(process.exepath, LONGEST_PATH);
        to.sized(process.args, LONGEST_ARGUMENTS);
        to.sized(process.cwd, LONGEST_PATH);
        to.u64(process.fdLimit);
        to.u32(process.flags);
        to.u32(process.uid);
        to.u32(process.gid);
        to.u32(process.vmSize);
        to.u32(process.vmRss);
        to.u32(process.vmSwap);
        to.u64(process.majorFaults);
        to.u64(process.minorFaults);
        to.sized(process.env, LONGEST_ARGUMENTS);
        to.u64(process.vtid);
        to.u64(process.vpid);
        to.sized(process.cgroups, LONGEST_ARGUMENTS);
        to.sized(process.root, LONGEST_PATH);
        to.u64(process.pidnsStart);
        to.u32(process.tty);
        to.u32(process.loginUid);
        to.u8(process.exeWritable ? 1 : 0);
        to.u64(process.capInheritable);
        to.u64(process.capPermitted);
        to.u64(process.capEffective);
        to.u8(process.exeUpperLayer ? 1 : 0);
        to.u64(process.exeInode);
        to.u64(process.exeInodeCtime);
        to.u64(process.exeInodeMtime);
        to.u8(process.exeFromMemfd ? 1 : 0);
        to.u8(process.exeLowerLayer ? 1 : 0);
        to.u64(process.pgid);
        to.endEntry(begun, true);
    }

    static void fd(BlockBuffer to, FdEntry fd) {
        int begun = to.beginEntry();
        to.u64(fd.number());
        to.u64(fd.inode());
        to.u8(fd.type().ordinal());
        SocketEntry socket = fd.socket();
        switch (fd.type()) {
            case IPV4_SOCKET, IPV6_SOCKET -> {
                int width = fd.type().isIpv4() ? 4 : 16;
                to.raw(Arrays.copyOf(socket.source(), width));
                to.raw(Arrays.copyOf(socket.destination(), width));
                to.u16(socket.sourcePort());
                to.u16(socket.destinationPort());
                to.u8(socket.protocol());
            }
            case IPV4_SERVER, IPV6_SERVER -> {
                to.raw(Arrays.copyOf(socket.source(), fd.type().isIpv4() ? 4 : 16));
                to.u16(socket.sourcePort());
                to.u8(socket.protocol());
            }
            case UNIX_SOCKET -> {
                to.u64(socket.unixSource());
                to.u64(socket.unixDestination());
                to.sized(fd.name(), LONGEST_PATH);
            }
            case FILE_V2 -> {
                to.u32(fd.flags());
                to.sized(fd.name(), LONGEST_PATH);
                to.u32(fd.device());
            }
            default -> to.sized(fd.name(), LONGEST_PATH);
        }
        to.endEntry(begun, true);
    }
}
