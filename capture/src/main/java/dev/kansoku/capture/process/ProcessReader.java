// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.ffi.FileFacts;
import dev.kansoku.ffi.KernelFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads all that /proc says of a thread. Not thread-safe; what it returns is the reader's to give
 * away.
 */
public final class ProcessReader {
    /**
     * Clone flags that a thread beside its leader is known to have been made with: THREAD, FILES.
     */
    private static final int THREAD_FLAGS = 0x2001;

    private static final int MAX_TEXT = 4096;
    private static final int SMALL = 1 << 14;
    private static final long TICK = 10_000_000;
    private static final int CAP_DAC_OVERRIDE = 1;
    private static final byte[] DELETED = " (deleted)".getBytes(StandardCharsets.US_ASCII);

    private final KernelFile files = new KernelFile();
    private final Cgroups cgroups = new Cgroups(files);
    private final long ownNamespaceStart;
    private final long epochOffset = new BootClock().epochOffset();

    public ProcessReader() {
        String[] init = stat("/proc/1/stat");
        ownNamespaceStart = init == null ? 0 : number(init, 19) * TICK;
    }

    /**
     * A thread as it is now; null where it is gone.
     *
     * @param pid its process
     * @param tid the thread itself
     */
    public @Nullable ProcessEntry read(int pid, int tid) {
        String folder = "/proc/" + pid + "/task/" + tid;
        byte[] status = files.read(folder + "/status", SMALL);
        String[] stat = stat(folder + "/stat");
        if (status == null || stat == null) {
            return null;
        }
        Map<String, String> lines = lines(status);
        ProcessEntry entry = new ProcessEntry();
        entry.tid = tid;
        entry.pid = pid;
        entry.ptid = first(lines.get("PPid"), -1);
        entry.sid = number(stat, 3);
        entry.pgid = first(lines.get("NSpgid"), number(stat, 2));
        entry.vpgid = last(lines.get("NSpgid"), number(stat, 2));
        entry.vtid = last(lines.get("NSpid"), tid);
        entry.vpid = last(lines.get("NStgid"), pid);
        entry.tty = number(stat, 4) & 0xffffffffL;
        entry.minorFaults = number(stat, 7);
        entry.majorFaults = number(stat, 9);
        entry.uid = column(lines.get("Uid"), 1, 0xffffffffL);
        entry.gid = column(lines.get("Gid"), 1, 0xffffffffL);
        entry.vmSize = first(lines.get("VmSize"), 0);
        entry.vmRss = first(lines.get("VmRSS"), 0);
        entry.vmSwap = first(lines.get("VmSwap"), 0);
        entry.capInheritable = capability(lines.get("CapInh"));
        entry.capPermitted = capability(lines.get("CapPrm"));
        entry.capEffective = capability(lines.get("CapEff"));
        entry.flags = tid == pid ? 0 : THREAD_FLAGS;
        entry.startTime = number(stat, 19) * TICK + epochOffset;
        entry.pidnsStart = columns(lines.get("NSpid")) > 1 ? 0 : ownNamespaceStart;
        entry.comm = withoutNewline(files.read(folder + "/comm", 64));
        entry.root = orEmpty(files.link(folder + "/root"));
        entry.cwd = below(entry.root, orEmpty(files.link(folder + "/cwd")));
        entry.cgroups = cgroups.of(folder);
        entry.fdLimit = fdLimit(folder);
        entry.loginUid = loginUid(folder);
        entry.env = ended(files.read(folder + "/environ", MAX_TEXT));
        readCommandLine(folder, entry);
        readExecutable(folder, entry);
        return entry;
    }

    /** A path as a process sees it that has this root; one that is not below it stays as it is. */
    static byte[] below(byte[] root, byte[] path) {
        int length = root.length;
        if (length < 2
                || path.length < length
                || !Arrays.equals(root, 0, length, path, 0, length)) {
            return path;
        }
        if (path.length == length) {
            return new byte[] {'/'};
        }
        return path[length] == '/' ? Arrays.copyOfRange(path, length, path.length) : path;
    }

    /** Size, resident and swapped memory of a process in KiB; null where it is gone. */
    public long @Nullable [] memory(int pid, int tid) {
        byte[] status = files.read("/proc/" + pid + "/task/" + tid + "/status", SMALL);
        if (status == null) {
            return null;
        }
        Map<String, String> lines = lines(status);
        return new long[] {
            first(lines.get("VmSize"), 0),
            first(lines.get("VmRSS"), 0),
            first(lines.get("VmSwap"), 0)
        };
    }

    /** An fd of a process as it is now; null where it is closed or the process gone. */
    public @Nullable FdEntry readFd(int pid, int fd) {
        return new FdReader().read(pid, fd);
    }

    /** The process that a pidfd of a process stands for, -1 where that is not known. */
    public long pidOf(int pid, int fd) {
        byte[] info = files.read("/proc/" + pid + "/fdinfo/" + fd, 1 << 14);
        return info == null ? -1 : first(lines(info).get("Pid"), -1);
    }

    /** Arguments and environment of a process, each text with a NUL; null where it is gone. */
    public byte @Nullable [][] texts(int pid) {
        byte[] arguments = files.read("/proc/" + pid + "/cmdline", MAX_TEXT);
        return arguments == null
                ? null
                : new byte[][] {
                    ended(arguments), ended(files.read("/proc/" + pid + "/environ", MAX_TEXT))
                };
    }

    /** The process that a thread belongs to, or -1 where it is gone. */
    public int processOf(int tid) {
        byte[] status = files.read("/proc/" + tid + "/status", SMALL);
        return status == null ? -1 : (int) first(lines(status).get("Tgid"), -1);
    }

    /** The process that started another, or -1 where that is gone. */
    public int parentOf(int pid) {
        String[] stat = stat("/proc/" + pid + "/stat");
        return stat == null ? -1 : (int) number(stat, 1);
    }

    private void readCommandLine(String folder, ProcessEntry entry) {
        byte[] line = ended(files.read(folder + "/cmdline", MAX_TEXT));
        if (line.length == 0) {
            entry.exe = entry.comm;
            return;
        }
        int end = 0;
        while (line[end] != 0) {
            end++;
        }
        entry.exe = Arrays.copyOf(line, end);
        entry.args = Arrays.copyOfRange(line, end + 1, line.length);
    }

    private void readExecutable(String folder, ProcessEntry entry) {
        byte[] path = orEmpty(files.link(folder + "/exe"));
        entry.exepath =
                endsWith(path, DELETED) ? Arrays.copyOf(path, path.length - DELETED.length) : path;
        FileFacts facts = path.length == 0 ? null : files.facts(folder + "/exe");
        if (facts == null) {
            return;
        }
        entry.exeInode = facts.inode();
        entry.exeInodeCtime = facts.ctime();
        entry.exeInodeMtime = facts.mtime();
        int mask = 0002;
        if (facts.uid() == entry.uid) {
            mask = 0200;
        } else if (facts.gid() == entry.gid) {
            mask = 0020;
        }
        entry.exeWritable =
                (entry.capEffective >>> CAP_DAC_OVERRIDE & 1) != 0 || (facts.mode() & mask) != 0;
        entry.exeFromMemfd =
                facts.links() == 0
                        && new String(path, StandardCharsets.ISO_8859_1).startsWith("/memfd:");
    }

    private long fdLimit(String folder) {
        byte[] limits = files.read(folder + "/limits", SMALL);
        if (limits == null) {
            return -1;
        }
        for (String line : new String(limits, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            if (line.startsWith("Max open files")) {
                return first(line.substring("Max open files".length()), -1);
            }
        }
        return -1;
    }

    private long loginUid(String folder) {
        byte[] text = files.read(folder + "/loginuid", 64);
        return text == null
                ? 0xffffffffL
                : first(new String(text, StandardCharsets.ISO_8859_1), 0xffffffffL);
    }

    /** The fields of a stat file behind the name: the state is 0, the parent 1. */
    private String @Nullable [] stat(String file) {
        byte[] bytes = files.read(file, SMALL);
        if (bytes == null) {
            return null;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf(')');
        return end < 0 || end + 2 > text.length()
                ? null
                : text.substring(end + 2).trim().split(" ", -1);
    }

    static Map<String, String> lines(byte[] status) {
        Map<String, String> lines = new HashMap<>();
        for (String line : new String(status, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                lines.put(line.substring(0, colon), line.substring(colon + 1).trim());
            }
        }
        return lines;
    }

    private static long number(String[] fields, int index) {
        return index < fields.length ? parse(fields[index], 0) : 0;
    }

    private static long first(@Nullable String text, long otherwise) {
        return column(text, 0, otherwise);
    }

    private static long last(@Nullable String text, long otherwise) {
        return column(text, Math.max(0, columns(text) - 1), otherwise);
    }

    private static int columns(@Nullable String text) {
        return text == null || text.isBlank() ? 0 : text.trim().split("\\s+", -1).length;
    }

    private static long column(@Nullable String text, int index, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        String[] cells = text.trim().split("\\s+", -1);
        return index < cells.length ? parse(cells[index], otherwise) : otherwise;
    }

    private static long parse(String text, long otherwise) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise; // such as "unlimited"
        }
    }

    private static long capability(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseUnsignedLong(text, 16);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static byte[] orEmpty(byte @Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }

    private static byte[] withoutNewline(byte @Nullable [] bytes) {
        byte[] text = orEmpty(bytes);
        return text.length > 0 && text[text.length - 1] == '\n'
                ? Arrays.copyOf(text, text.length - 1)
                : text;
    }

    /** With a NUL at the end, where there is anything. */
    private static byte[] ended(byte @Nullable [] bytes) {
        byte[] text = orEmpty(bytes);
        if (text.length == 0 || text[text.length - 1] == 0) {
            return text;
        }
        if (text.length >= MAX_TEXT) {
            text[text.length - 1] = 0;
            return text;
        }
        return Arrays.copyOf(text, text.length + 1);
    }

    private static boolean endsWith(byte[] text, byte[] end) {
        return text.length >= end.length
                && Arrays.equals(text, text.length - end.length, text.length, end, 0, end.length);
    }
}
