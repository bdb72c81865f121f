// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of one kind of flags or enumeration, in the order in which they are printed.
 * Immutable; writing a value's symbols allocates nothing.
 *
 * <p>Values are unsigned 32-bit numbers.
 */
public final class SymbolTable {
    private final String name;
    private final byte[][] symbols;
    private final long[] values;

    /**
     * @param rows a symbol and its value in the second and third cell of each
     */
    SymbolTable(String name, List<String[]> rows) {
        this.name = name;
        this.symbols = new byte[rows.size()][];
        this.values = new long[rows.size()];
        for (int i = 0; i < symbols.length; i++) {
            String[] row = rows.get(i);
            symbols[i] = row[1].getBytes(StandardCharsets.US_ASCII);
            values[i] = Long.parseLong(row[2]);
        }
    }

    /** The name that parameters refer to this table by, such as {@code file_flags}. */
    public String name() {
        return name;
    }

    public int size() {
        return values.length;
    }

    /** The first symbol with exactly this value, not to be written to; null where there is none. */
    public byte @Nullable [] symbol(long value) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == value) {
                return symbols[i];
            }
        }
        return null;
    }

    /** The value of a symbol, or -1 where this table has no such symbol. */
    public long value(String symbol) {
        byte[] wanted = symbol.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < values.length; i++) {
            if (Arrays.equals(symbols[i], wanted)) {
                return values[i];
            }
        }
        return -1;
    }

    /**
     * Appends the symbols whose bits are in {@code value}, as {@code O_RDONLY|O_CLOEXEC}. A
     * symbol's bits are spent once it is written, so that {@code O_RDWR} is not followed by the two
     * modes it is made of.
     *
     * @return whether there was any
     */
    public boolean appendFlags(long value, TextBuffer out) {
        long rest = value;
        boolean any = false;
        for (int i = 0; i < values.length; i++) {
            long bits = values[i];
            boolean matches = bits == 0 ? value == 0 : rest != 0 && (rest & bits) == bits;
            if (matches) {
                rest &= ~bits;
                any = append(symbols[i], any, out);
                if (rest == 0 || bits == value) {
                    break;
                }
            }
        }
        return any;
    }

    /**
     * Appends the symbols that have exactly this value; two names for one number, as {@code
     * AF_LOCAL|AF_UNIX}.
     *
     * @return whether there was any
     */
    public boolean appendEnum(long value, TextBuffer out) {
        boolean any = false;
        for (int i = 0; i < values.length; i++) {
            if (values[i] == value) {
                any = append(symbols[i], any, out);
            }
        }
        return any;
    }

    /** The symbols by value, null where a value has none: for tables of small numbers. */
    byte[] @Nullable [] byValue() {
        int largest = -1;
        for (long value : values) {
            largest = (int) Math.max(largest, value);
        }
        byte[] @Nullable [] byValue = new byte[largest + 1][];
        for (int i = values.length - 1; i >= 0; i--) {
            byValue[(int) values[i]] = symbols[i]; // of several the first
        }
        return byValue;
    }

    private static boolean append(byte[] symbol, boolean separated, TextBuffer out) {
        if (separated) {
            out.put('|');
        }
        out.put(symbol);
        return true;
    }
}
