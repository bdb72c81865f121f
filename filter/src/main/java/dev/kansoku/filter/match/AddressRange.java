// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import java.util.Arrays;

/** Whether an address lies between two of the same family, both of them included. */
final class AddressRange extends BytesPredicate {
    private final byte[] from;
    private final byte[] to;

    AddressRange(byte[] from, byte[] to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public boolean test(byte[] bytes, int offset, int length) {
        return length == from.length
                && length == to.length
                && Arrays.compareUnsigned(bytes, offset, offset + length, from, 0, length) >= 0
                && Arrays.compareUnsigned(bytes, offset, offset + length, to, 0, length) <= 0;
    }
}
