// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The block that begins a capture and each of its sections.
 *
 * <pre>
 *   0       8       12      14      16               24
 *  +-------+-------+-------+-------+----------------+-------------+---------+
 *  | frame | magic | major | minor | section length | options ... | trailer |
 *  +-------+-------+-------+-------+----------------+-------------+---------+
 * </pre>
 */
final class SectionHeader {
    static final int MAGIC = 0x1A2B3C4D;
    static final int MAJOR = 1;
    static final int MINOR = 2;
    static final int BODY_SIZE = 16;

    private static final int MAGIC_AT = BlockType.HEADER;
    private static final int MAJOR_AT = MAGIC_AT + 4;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private SectionHeader() {}

    /** Refuses what does not begin with a section header that this reader can go by. */
    static void check(String name, Window window) throws IOException {
        String where = name + ": at offset " + window.offset() + ": ";
        if (!window.need(4)) {
            String complaint = window.complaint();
            throw new ScapException(
                    complaint != null
                            ? where + complaint
                            : window.available() == 0
                                    ? name + ": the file is empty, not a capture"
                                    : name + ": not a capture: only a few bytes long");
        }
        int first = (int) INT.get(window.bytes, window.at);
        if (first != BlockType.SECTION) {
            throw new ScapException(
                    name
                            + ": not a capture: it begins with 0x"
                            + hex(first)
                            + ", not with a section header");
        }
        if (!window.need(MAJOR_AT + 4)) {
            throw new ScapException(where + "the capture breaks off inside its first block");
        }
        int magic = (int) INT.get(window.bytes, window.at + MAGIC_AT);
        if (magic == Integer.reverseBytes(MAGIC)) {
            throw new ScapException(
                    where + "written on a machine of the other byte order, which is not supported");
        }
        if (magic != MAGIC) {
            throw new ScapException(
                    where + "not a capture: its section header has magic 0x" + hex(magic));
        }
        int major = Short.toUnsignedInt((short) SHORT.get(window.bytes, window.at + MAJOR_AT));
        if (major > MAJOR) {
            throw new ScapException(
                    where
                            + "written in version "
                            + major
                            + " of the format; this reader knows version "
                            + MAJOR);
        }
    }

    private static String hex(int value) {
        return String.format("%08x", value);
    }
}
