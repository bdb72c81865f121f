// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.InterfaceEntry;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.ffi.KernelFile;
import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The start tables as /proc has them, taken at one time and told at another. What vanishes while it
 * is read is left out. The order is: machine, interfaces, users, groups, processes, fds.
 */
public final class ProcTables {
    private static final int SMALL = 1 << 14;

    private final MachineEntry machine;
    private final List<InterfaceEntry> interfaces;
    private final List<ProcessEntry> processes = new ArrayList<>();
    private final List<OwnedFd> fds = new ArrayList<>();

    private record OwnedFd(long tid, FdEntry fd) {}

    private ProcTables() {
        machine = machineNow();
        interfaces = interfacesNow();
    }

    /** Takes the tables of the whole machine. */
    public static ProcTables ofAll() throws IOException {
        return of(pids());
    }

    /**
     * Takes the tables of some processes: their threads and fds, and of the processes above them
     * the entries without fds.
     */
    public static ProcTables of(Collection<Integer> pids) {
        ProcTables tables = new ProcTables();
        ProcessReader reader = new ProcessReader();
        FdReader fdReader = new FdReader();
        Set<Integer> wanted = new LinkedHashSet<>(pids);
        Set<Integer> above = new LinkedHashSet<>();
        for (int pid : wanted) {
            for (int tid : numbers("/proc/" + pid + "/task")) {
                ProcessEntry entry = reader.read(pid, tid);
                if (entry == null) {
                    continue;
                }
                tables.processes.add(entry);
                if (tid == pid) {
                    tables.addAbove((int) entry.ptid, wanted, above, reader);
                }
            }
            for (int number : numbers("/proc/" + pid + "/fd")) {
                FdEntry fd = fdReader.read(pid, number);
                if (fd != null) {
                    tables.fds.add(new OwnedFd(pid, fd));
                }
            }
        }
        return tables;
    }

    private void addAbove(
            int parent, Set<Integer> wanted, Set<Integer> above, ProcessReader reader) {
        int pid = parent;
        while (pid > 0 && !wanted.contains(pid) && above.add(pid)) {
            ProcessEntry entry = reader.read(pid, pid);
            if (entry == null) {
                return;
            }
            processes.add(entry);
            pid = (int) entry.ptid;
        }
    }

    /** Tells what was taken. */
    public void tell(StartListener listener) {
        listener.machine(machine);
        interfaces.forEach(listener::networkInterface);
        AccountTables.users().forEach(listener::user);
        AccountTables.groups().forEach(listener::group);
        processes.forEach(listener::process);
        fds.forEach(owned -> listener.fd(owned.tid(), owned.fd()));
    }

    /** The numbers of all processes as they are now. */
    public static List<Integer> pids() throws IOException {
        return numbers("/proc");
    }

    /** The names of a folder that are numbers; empty where the folder is gone or barred. */
    public static List<Integer> numbers(String folder) {
        List<Integer> numbers = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(Path.of(folder))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.length() <= 9 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    numbers.add(Integer.parseInt(name));
                }
            }
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            return numbers; // the process is gone
        } catch (IOException e) {
            return numbers; // the process is another user's
        }
        return numbers;
    }

    private static MachineEntry machineNow() {
        KernelFile files = new KernelFile();
        long memory = 0;
        long boot = 0;
        byte[] info = files.read("/proc/meminfo", SMALL);
        if (info != null) {
            String total = ProcessReader.lines(info).getOrDefault("MemTotal", "0 kB");
            memory = number(total.split(" ", -1)[0]) << 10;
        }
        byte[] stat = files.read("/proc/stat", 1 << 20);
        if (stat != null) {
            for (String line : text(stat).split("\n", -1)) {
                if (line.startsWith("btime ")) {
                    boot = number(line.substring(6).trim()) * 1_000_000_000L;
                }
            }
        }
        return new MachineEntry(
                Runtime.getRuntime().availableProcessors(),
                memory,
                number(line(files, "/proc/sys/kernel/pid_max")),
                line(files, "/proc/sys/kernel/hostname"),
                boot);
    }

    private static List<InterfaceEntry> interfacesNow() {
        List<InterfaceEntry> entries = new ArrayList<>();
        KernelFile files = new KernelFile();
        try {
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                String speed = line(files, "/sys/class/net/" + each.getName() + "/speed");
                for (InterfaceAddress address : each.getInterfaceAddresses()) {
                    byte[] bytes = address.getAddress().getAddress();
                    entries.add(
                            new InterfaceEntry(
                                    each.getName(),
                                    bytes,
                                    mask(bytes.length, address.getNetworkPrefixLength()),
                                    address.getBroadcast() == null
                                            ? new byte[bytes.length]
                                            : address.getBroadcast().getAddress(),
                                    Math.max(0, number(speed)) * 1_000_000));
                }
            }
        } catch (SocketException e) {
            return List.of(); // a machine without interfaces
        }
        return entries;
    }

    private static byte[] mask(int length, int prefix) {
        byte[] mask = new byte[length];
        for (int i = 0; i < Math.min(prefix, length * 8); i++) {
            mask[i / 8] |= (byte) (0x80 >> i % 8);
        }
        return mask;
    }

    private static String line(KernelFile files, String file) {
        byte @Nullable [] bytes = files.read(file, SMALL);
        return bytes == null ? "" : text(bytes).trim();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
