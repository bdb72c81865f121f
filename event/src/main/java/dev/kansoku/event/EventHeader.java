// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

/**
 * The header in front of every event's parameters, little endian and packed, as in a .scap file's
 * event block.
 *
 * <pre>
 *   0               8               16      20   22      26
 *  +---------------+---------------+-------+----+-------+----------------+--------
 *  | timestamp ns  | thread id     | length|type| nparam| nparam lengths | values
 *  +---------------+---------------+-------+----+-------+----------------+--------
 * </pre>
 *
 * A length is a u16, or a u32 where the event type has {@link EventFlag#LARGE_PAYLOAD}. {@code
 * length} counts everything, this header included. Files of the first generation lack {@code
 * nparam}: their header is {@link #SIZE_V1} bytes and the count is inferred.
 */
public final class EventHeader {
    public static final int TIMESTAMP = 0;
    public static final int THREAD_ID = 8;
    public static final int LENGTH = 16;
    public static final int TYPE = 20;
    public static final int PARAMETER_COUNT = 22;
    public static final int SIZE = 26;
    public static final int SIZE_V1 = 22;

    private EventHeader() {}
}
