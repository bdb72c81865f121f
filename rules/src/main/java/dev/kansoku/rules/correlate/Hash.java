// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.correlate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A number for bytes that tells them apart, other with each seed. */
final class Hash {
    private static final long FIRST = 0x9e3779b97f4a7c15L;
    private static final long SECOND = 0xd6e8feb86659fd93L;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Hash() {}

    static long of(byte[] bytes, int offset, int length, long seed) {
        long hash = seed ^ length * FIRST;
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(bytes, at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << 8 | bytes[at] & 0xff;
        }
        return mix(hash ^ rest);
    }

    static long mix(long value) {
        long high = Math.unsignedMultiplyHigh(value ^ FIRST, SECOND);
        long low = (value ^ FIRST) * SECOND;
        return high ^ low ^ Long.rotateLeft(value, 29);
    }
}
