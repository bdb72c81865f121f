// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers of one to eight bytes inside a byte array, as events hold them. */
public final class LittleEndian {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    /**
     * The number in the first 1, 2, 4 or 8 of {@code length} bytes, sign extended; 0 for no bytes.
     */
    public static long signed(byte[] bytes, int at, int length) {
        return switch (length) {
            case 0 -> 0;
            case 1 -> bytes[at];
            case 2, 3 -> (short) SHORT.get(bytes, at);
            case 4, 5, 6, 7 -> (int) INT.get(bytes, at);
            default -> (long) LONG.get(bytes, at);
        };
    }

    /**
     * The number in the first 1, 2, 4 or 8 of {@code length} bytes, not sign extended; 0 for no
     * bytes.
     */
    public static long unsigned(byte[] bytes, int at, int length) {
        return switch (length) {
            case 0 -> 0;
            case 1 -> bytes[at] & 0xff;
            case 2, 3 -> Short.toUnsignedLong((short) SHORT.get(bytes, at));
            case 4, 5, 6, 7 -> Integer.toUnsignedLong((int) INT.get(bytes, at));
            default -> (long) LONG.get(bytes, at);
        };
    }
}
