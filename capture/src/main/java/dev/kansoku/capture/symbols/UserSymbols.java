// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.symbols;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.ffi.FileFacts;
import dev.kansoku.ffi.KernelFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names of functions in the programs, libraries and compiled code of processes. A file is looked
 * for as the process sees it and, once that has ended, as this machine does; one with another inode
 * than the mapped one is another file and names nothing. Only regular files are opened. What was
 * read is kept within limits. Not thread-safe.
 */
public final class UserSymbols {
    private static final int MOST_FILES = 64;
    private static final int MOST_PROCESSES = 16;

    /** The file that the kernel sees a mapping of, wherever it was found. */
    private record FileKey(String path, long inode) {}

    /** How long what a process has compiled is believed to be all of it, in nanoseconds. */
    private static final long FRESH = 1_000_000_000L;

    /** What a process has compiled, as read at a time. */
    private record Compiled(FunctionTable functions, long readAt) {}

    private final KernelFile files = new KernelFile();
    private final Map<FileKey, ElfFile> elves = new Kept<>(MOST_FILES);
    private final Map<Long, Compiled> compiled = new Kept<>(MOST_PROCESSES);

    /** A map that forgets what was asked for longest ago. */
    private static final class Kept<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;
        private final int most;

        Kept(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }

    /**
     * Appends {@code name+0xoffset} for a place in a mapped file.
     *
     * @param tid a thread that has mapped it
     * @param path of the file, as the kernel sees it
     * @param inode of the mapped file
     * @param offset in the file
     * @return false, with nothing appended, where the function is not known
     */
    public boolean write(long tid, byte[] path, long inode, long offset, TextBuffer out) {
        String name = new String(path, StandardCharsets.UTF_8);
        FileKey key = new FileKey(name, inode);
        ElfFile known = elves.get(key);
        if (known == null) {
            known = open(tid, name, inode);
            elves.put(key, known);
        }
        return known.write(offset, out);
    }

    /**
     * Appends {@code name+0xoffset} for an address in memory of no file, which a virtual machine
     * may have compiled.
     *
     * @return false, with nothing appended, where the function is not known
     */
    public boolean write(long tid, long address, TextBuffer out) {
        Compiled known = compiled.get(tid);
        long now = System.nanoTime();
        if (known == null || now - known.readAt() > FRESH) {
            known = new Compiled(perfMap(tid), now);
            compiled.put(tid, known);
        }
        return known.functions().write(address, out);
    }

    private ElfFile open(long tid, String path, long inode) {
        if (!path.startsWith("/")) {
            return ElfFile.EMPTY; // in no tree, as a memory file is
        }
        String below = path.substring(1);
        ElfFile seen = open("/proc/" + tid + "/root", below, inode);
        return seen == ElfFile.EMPTY ? open("/", below, inode) : seen;
    }

    private ElfFile open(String root, String below, long inode) {
        return files.withRegular(root, below, ElfFile.EMPTY, found -> read(found, inode));
    }

    private ElfFile read(String found, long inode) {
        FileFacts facts = files.facts(found);
        if (facts == null || facts.inode() != inode) {
            return ElfFile.EMPTY;
        }
        try (FileChannel channel = FileChannel.open(Path.of(found), StandardOpenOption.READ)) {
            return ElfFile.read(channel);
        } catch (IOException e) {
            return ElfFile.EMPTY;
        }
    }

    private FunctionTable perfMap(long tid) {
        byte[] status = files.read("/proc/" + tid + "/status", 1 << 14);
        long pid = status == null ? -1 : innermostPid(new String(status, StandardCharsets.UTF_8));
        if (pid < 0) {
            return FunctionTable.EMPTY;
        }
        String root = "/proc/" + tid + "/root";
        return PerfMap.read(files.readUnder(root, "tmp/perf-" + pid + ".map", PerfMap.LARGEST));
    }

    /** The number that the process has in its own PID namespace, or -1. */
    private static long innermostPid(String status) {
        for (String line : status.split("\n", -1)) {
            if (line.startsWith("NStgid:")) {
                String[] numbers = line.substring(7).strip().split("\\s+", -1);
                try {
                    return Long.parseLong(numbers[numbers.length - 1]);
                } catch (NumberFormatException e) {
                    return -1;
                }
            }
        }
        return -1;
    }
}
