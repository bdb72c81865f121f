// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Events whose header does not tell how many parameters follow. Parameters were only ever added at
 * a type's end, so the count is the table's or a smaller one: the largest with which header,
 * lengths and values come out at exactly the event's length.
 */
final class FirstGeneration {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** By how much writers gave the length of these events too large. */
    private static final int EXCESS = 3;

    private static final int NOTIFICATION = 280;
    private static final int INFRASTRUCTURE = 286;

    private FirstGeneration() {}

    /** The number of parameters of a known type's event, or -1 where none comes out right. */
    static int parameterCount(byte[] bytes, int start, int available) {
        if (available < EventHeader.SIZE_V1) {
            return -1;
        }
        int code = Short.toUnsignedInt((short) SHORT.get(bytes, start + EventHeader.TYPE));
        EventType type = EventTable.type(code);
        long length = Integer.toUnsignedLong((int) INT.get(bytes, start + EventHeader.LENGTH));
        boolean excess = code == NOTIFICATION || code == INFRASTRUCTURE;
        if (length > available) {
            return -1;
        }
        long exact = excess ? length - EXCESS : length;
        int lengthSize = type.has(EventFlag.LARGE_PAYLOAD) ? 4 : 2;
        int roomy = -1;
        for (int count = type.parameters().size(); count >= 0; count--) {
            long size = size(bytes, start, count, lengthSize, exact);
            if (size == exact) {
                return count;
            }
            if (size < exact && roomy < 0) {
                roomy = count;
            }
        }
        return roomy > 0 ? roomy : -1;
    }

    /** Header, lengths and values of {@code count} parameters; more than the limit if beyond it. */
    private static long size(byte[] bytes, int start, int count, int lengthSize, long limit) {
        long size = EventHeader.SIZE_V1 + (long) count * lengthSize;
        int at = start + EventHeader.SIZE_V1;
        for (int i = 0; i < count && size <= limit; i++, at += lengthSize) {
            size +=
                    lengthSize == 2
                            ? Short.toUnsignedInt((short) SHORT.get(bytes, at))
                            : Integer.toUnsignedLong((int) INT.get(bytes, at));
        }
        return size;
    }
}
