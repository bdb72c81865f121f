// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.symbols;

import java.util.Arrays;

/**
 * The functions that a virtual machine has compiled, as it writes them for perf(1) into {@code
 * /tmp/perf-PID.map}: address and size in hexadecimal and a name, which can hold blanks, on each
 * line. The file is the process's own and can say anything.
 */
final class PerfMap {
    /** The most that is read of a file, in bytes. */
    static final int LARGEST = 32 << 20;

    private static final int MOST_FUNCTIONS = 500_000;
    private static final int LONGEST_NAME = 512;

    private PerfMap() {}

    /** The functions; lines of another form are passed over. */
    static FunctionTable read(byte[] text) {
        FunctionTable.Builder functions = new FunctionTable.Builder(MOST_FUNCTIONS);
        int from = 0;
        while (from < text.length && !functions.isFull()) {
            int to = from;
            while (to < text.length && text[to] != '\n') {
                to++;
            }
            add(text, from, to, functions);
            from = to + 1;
        }
        return functions.build();
    }

    private static void add(byte[] text, int from, int to, FunctionTable.Builder functions) {
        int first = blank(text, from, to);
        int second = blank(text, first + 1, to);
        long address = hex(text, from, first);
        long size = hex(text, first + 1, second);
        int end = Math.min(to, second + 1 + LONGEST_NAME);
        if (address > 0 && size > 0 && second + 1 < end) {
            functions.add(address, size, name(Arrays.copyOfRange(text, second + 1, end)));
        }
    }

    private static int blank(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] != ' ') {
            at++;
        }
        return at;
    }

    /** A number of up to 15 digits, or -1. */
    private static long hex(byte[] text, int from, int to) {
        int start = to - from > 2 && text[from] == '0' && text[from + 1] == 'x' ? from + 2 : from;
        if (start >= to || to - start > 15) {
            return -1;
        }
        long value = 0;
        for (int at = start; at < to; at++) {
            int digit = Character.digit(text[at], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** In a name nothing looks like the border between frames. */
    private static byte[] name(byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (name[i] == ';') {
                name[i] = '_';
            }
        }
        return name;
    }
}
