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

    /** No function is longer: what lies further behind the last symbol is in none of them. */
    private static final long LONGEST_FUNCTION = 1 << 22;

    /** Functions between what is observed and the program that observes it, by their beginnings. */
    private static final String[] PROBES = {
        "bpf_prog_", "bpf_trace_run", "__bpf_trace_", "__traceiter_", "bpf_get_stack"
    };

    private final Path file;
    private long @Nullable [] addresses;
    private byte[][] names = {};

    /** The running kernel's. */
    public KernelSymbols() {
        this(Path.of("/proc/kallsyms"));
    }

    KernelSymbols(Path file) {
        this.file = file;
    }

    /** Appends {@code name+0xoffset}, or the address where it has no name. */
    public void write(long address, TextBuffer out) {
        int index = find(address);
        if (index < 0) {
            out.put("0x").lowerHex(address);
        } else {
            out.put(names[index]).put("+0x").lowerHex(address - loaded()[index]);
        }
    }

    /** Whether the address belongs to the observing itself. */
    public boolean isProbe(long address) {
        int index = find(address);
        if (index < 0) {
            return false;
        }
        for (String probe : PROBES) {
            if (startsWith(names[index], probe)) {
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

    /** Index of the function that an address lies in, or -1. */
    private int find(long address) {
        long[] sorted = loaded();
        int found =
                Arrays.binarySearch(sorted, address); // all have the sign bit, so the order holds
        int index = found >= 0 ? found : -found - 2;
        return index < 0 || address - sorted[index] > LONGEST_FUNCTION ? -1 : index;
    }

    private long[] loaded() {
        long[] known = addresses;
        if (known == null) {
            known = load();
            addresses = known;
        }
        return known;
    }

    private record Symbol(long address, byte[] name) {}

    private long[] load() {
        Symbol[] symbols = new Symbol[1 << 16];
        int count = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            byte[] line = new byte[LONGEST_NAME];
            int length;
            while ((length = readLine(in, line)) >= 0 && count < MOST) {
                Symbol symbol = parse(line, length);
                if (symbol != null) {
                    if (count == symbols.length) {
                        symbols = Arrays.copyOf(symbols, count * 2);
                    }
                    symbols[count++] = symbol;
                }
            }
        } catch (IOException e) {
            count = 0; // without the table there are addresses for names
        }
        Arrays.sort(symbols, 0, count, (a, b) -> Long.compare(a.address, b.address));
        long[] sorted = new long[count];
        names = new byte[count][];
        for (int i = 0; i < count; i++) {
            sorted[i] = symbols[i].address;
            names[i] = symbols[i].name;
        }
        return sorted;
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

    /** A function of {@code ffffffff81000000 T name [module]}, or null for all else. */
    private static @Nullable Symbol parse(byte[] line, int length) {
        int at = 0;
        long address = 0;
        for (; at < length && line[at] != ' '; at++) {
            int digit = Character.digit(line[at], 16);
            if (digit < 0 || at >= 16) {
                return null;
            }
            address = address << 4 | digit;
        }
        boolean function =
                at + 3 < length && "tTwW".indexOf(line[at + 1]) >= 0 && line[at + 2] == ' ';
        if (!function || address == 0) {
            return null;
        }
        int from = at + 3;
        int to = from;
        while (to < length && line[to] > ' ' && line[to] != ';') {
            to++;
        }
        return to == from ? null : new Symbol(address, Arrays.copyOfRange(line, from, to));
    }
}
