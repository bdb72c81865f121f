// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.symbols;

import dev.kansoku.event.TextBuffer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's functions by their addresses, from {@code /proc/kallsyms}, which is read when the
 * first name is asked for. Where the kernel hides its addresses, names are addresses. Not
 * thread-safe.
 */
public final class KernelSymbols {
    /** Far more functions than a kernel with all its modules has. */
    private static final int MOST = 1 << 20;

    private static final int LONGEST_NAME = 512;

    /** Functions between what is observed and the program that observes it, by their beginnings. */
    private static final String[] PROBES = {
        "bpf_prog_", "bpf_trace_run", "__bpf_trace_", "__traceiter_", "bpf_get_stack"
    };

    private final Path file;
    private @Nullable FunctionTable functions;

    /** The running kernel's. */
    public KernelSymbols() {
        this(Path.of("/proc/kallsyms"));
    }

    KernelSymbols(Path file) {
        this.file = file;
    }

    /** Appends {@code name+0xoffset}, or the address where it has no name. */
    public void write(long address, TextBuffer out) {
        if (!loaded().write(address, out)) {
            out.put("0x").lowerHex(address);
        }
    }

    /** Whether the address belongs to the observing itself. */
    public boolean isProbe(long address) {
        FunctionTable known = loaded();
        int index = known.find(address);
        if (index < 0) {
            return false;
        }
        for (String probe : PROBES) {
            if (startsWith(known.name(index), probe)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] name, String beginning) {
        if (name.length < beginning.length()) {
            return false;
        }
        for (int i = 0; i < beginning.length(); i++) {
            if (name[i] != beginning.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads the table now: the kernel tells addresses to whoever may know them when the file is
     * opened.
     */
    public void read() {
        loaded();
    }

    private FunctionTable loaded() {
        FunctionTable known = functions;
        if (known == null) {
            known = load();
            functions = known;
        }
        return known;
    }

    private FunctionTable load() {
        FunctionTable.Builder builder = new FunctionTable.Builder(MOST);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            byte[] line = new byte[LONGEST_NAME];
            int length;
            while ((length = readLine(in, line)) >= 0 && !builder.isFull()) {
                parse(line, length, builder);
            }
        } catch (IOException e) {
            return FunctionTable.EMPTY; // without the table there are addresses for names
        }
        return builder.build();
    }

    /** Reads up to the line's end; what does not fit is cut off. Returns -1 at the end. */
    private static int readLine(InputStream in, byte[] line) throws IOException {
        int length = 0;
        int b = in.read();
        if (b < 0) {
            return -1;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (length < line.length) {
                line[length++] = (byte) b;
            }
        }
        return length;
    }

    /** Takes a function of {@code ffffffff81000000 T name [module]}, and nothing else. */
    private static void parse(byte[] line, int length, FunctionTable.Builder builder) {
        int at = 0;
        long address = 0;
        for (; at < length && line[at] != ' '; at++) {
            int digit = Character.digit(line[at], 16);
            if (digit < 0 || at >= 16) {
                return;
            }
            address = address << 4 | digit;
        }
        boolean function =
                at + 3 < length && "tTwW".indexOf(line[at + 1]) >= 0 && line[at + 2] == ' ';
        if (!function || address == 0) {
            return;
        }
        int from = at + 3;
        int to = from;
        while (to < length && line[to] > ' ' && line[to] != ';') {
            to++;
        }
        if (to > from) {
            builder.add(address, 0, Arrays.copyOfRange(line, from, to));
        }
    }
}
