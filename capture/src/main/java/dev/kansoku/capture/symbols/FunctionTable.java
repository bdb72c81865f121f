// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.symbols;

import dev.kansoku.event.TextBuffer;
import java.util.Arrays;

/**
 * Functions by their addresses. Immutable; {@link Builder} takes them in any order. Addresses of
 * one table all have the same sign.
 */
final class FunctionTable {
    /** Of nothing. */
    static final FunctionTable EMPTY = new Builder(0).build();

    /** No function of unknown size is longer: what lies further behind it is in none. */
    private static final long LONGEST_FUNCTION = 1 << 22;

    private final long[] addresses;
    private final long[] sizes;
    private final byte[][] names;

    private FunctionTable(long[] addresses, long[] sizes, byte[][] names) {
        this.addresses = addresses;
        this.sizes = sizes;
        this.names = names;
    }

    /** How many functions there are. */
    int count() {
        return addresses.length;
    }

    /** Index of the function that an address lies in, or -1. */
    int find(long address) {
        int found = Arrays.binarySearch(addresses, address);
        int index = found >= 0 ? found : -found - 2;
        if (index < 0) {
            return -1;
        }
        long size = sizes[index] == 0 ? LONGEST_FUNCTION : sizes[index];
        return address - addresses[index] < size ? index : -1;
    }

    byte[] name(int index) {
        return names[index];
    }

    /** Appends {@code name+0xoffset}; false, with nothing appended, where no function is there. */
    boolean write(long address, TextBuffer out) {
        int index = find(address);
        if (index < 0) {
            return false;
        }
        out.put(names[index]).put("+0x").lowerHex(address - addresses[index]);
        return true;
    }

    /** Collects functions; of several at an address the first one stays. */
    static final class Builder {
        private final int most;
        private Function[] functions = new Function[64];
        private int count;

        private record Function(long address, long size, byte[] name, int order) {}

        /**
         * @param most how many functions are kept
         */
        Builder(int most) {
            this.most = most;
        }

        boolean isFull() {
            return count >= most;
        }

        /**
         * Adds a function, unless the table is full.
         *
         * @param size in bytes, 0 where it is not known
         */
        void add(long address, long size, byte[] name) {
            if (isFull()) {
                return;
            }
            if (count == functions.length) {
                functions = Arrays.copyOf(functions, count * 2);
            }
            functions[count] = new Function(address, size, name, count);
            count++;
        }

        FunctionTable build() {
            Arrays.sort(functions, 0, count, Builder::compare);
            long[] addresses = new long[count];
            long[] sizes = new long[count];
            byte[][] names = new byte[count][];
            int kept = 0;
            for (int i = 0; i < count; i++) {
                Function function = functions[i];
                if (kept > 0 && addresses[kept - 1] == function.address) {
                    continue;
                }
                addresses[kept] = function.address;
                sizes[kept] = function.size;
                names[kept++] = function.name;
            }
            return new FunctionTable(
                    Arrays.copyOf(addresses, kept),
                    Arrays.copyOf(sizes, kept),
                    Arrays.copyOf(names, kept));
        }

        private static int compare(Function a, Function b) {
            int byAddress = Long.compare(a.address, b.address);
            return byAddress != 0 ? byAddress : Integer.compare(a.order, b.order);
        }
    }
}
