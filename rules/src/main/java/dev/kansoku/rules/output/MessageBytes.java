// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import dev.kansoku.rules.Priority;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message as it lies on disk. Little endian.
 *
 * <pre>
 *   0               8          9      11
 *  +---------------+----------+------+------+------+--------+------+----------+------
 *  | nanoseconds   | priority |length| rule |length| source |length| hostname | body
 *  +---------------+----------+------+------+------+--------+------+----------+------
 * </pre>
 */
final class MessageBytes {
    private static final int FIXED = 8 + 1 + 3 * 2;

    /** Names are no longer than this many bytes. */
    private static final int LONGEST_NAME = 4096;

    private static final Priority[] PRIORITIES = Priority.values();

    private MessageBytes() {}

    static byte[] of(AlertMessage message) {
        byte[] rule = name(message.rule());
        byte[] source = name(message.source());
        byte[] hostname = name(message.hostname());
        ByteBuffer bytes =
                ByteBuffer.allocate(
                                FIXED
                                        + rule.length
                                        + source.length
                                        + hostname.length
                                        + message.body().length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(message.nanos()).put((byte) message.priority().ordinal());
        for (byte[] name : new byte[][] {rule, source, hostname}) {
            bytes.putShort((short) name.length).put(name);
        }
        return bytes.put(message.body()).array();
    }

    private static byte[] name(String name) {
        return Utf8.cut(name.getBytes(StandardCharsets.UTF_8), LONGEST_NAME);
    }

    /** Reads a message whose sum was right; null where it is of somebody else. */
    static @Nullable AlertMessage read(byte[] bytes) {
        try {
            ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            long nanos = from.getLong();
            Priority priority = PRIORITIES[from.get() & (PRIORITIES.length - 1)];
            String rule = name(from);
            String source = name(from);
            String hostname = name(from);
            byte[] body = new byte[from.remaining()];
            from.get(body);
            return new AlertMessage(nanos, priority, rule, source, hostname, body);
        } catch (BufferUnderflowException _) {
            return null;
        }
    }

    private static String name(ByteBuffer from) {
        int length = Short.toUnsignedInt(from.getShort());
        if (length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] name = new byte[length];
        from.get(name);
        return new String(name, StandardCharsets.UTF_8);
    }
}
