// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How a capture's bytes are packed, found out by how it begins. */
enum Packing {
    NONE,
    GZIP,
    ZSTD,
    LZ4;

    /** So many bytes tell. */
    static final int HEAD = 4;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int GZIP_MAGIC = 0x8b1f;
    private static final int ZSTD_MAGIC = 0xFD2FB528;
    private static final int LZ4_MAGIC = 0x184D2204;

    /** Frames that hold nothing, by which some parallel packers begin; the last digit is free. */
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;

    /**
     * What a stream is that begins so.
     *
     * @param head the first {@link #HEAD} bytes, fewer where the stream is as short
     */
    static Packing of(byte[] head) {
        if (head.length >= 2 && ((head[0] & 0xff) | (head[1] & 0xff) << 8) == GZIP_MAGIC) {
            return GZIP;
        }
        if (head.length < HEAD) {
            return NONE;
        }
        int magic = (int) INT.get(head, 0);
        if (magic == ZSTD_MAGIC || (magic & ~0xf) == SKIPPABLE_MAGIC) {
            return ZSTD;
        }
        return magic == LZ4_MAGIC ? LZ4 : NONE;
    }

    /**
     * Unpacks a stream.
     *
     * @param head what was read of it already
     * @param restarts is told where unpacking could begin anew
     */
    Feed feed(InputStream in, byte[] head, Restarts restarts) {
        return switch (this) {
            case NONE -> new PlainFeed(in, head);
            case GZIP -> new GzipFeed(new PackedInput(in, head), restarts);
            case ZSTD -> new ZstdFeed(new PackedInput(in, head), restarts);
            case LZ4 -> new Lz4Feed(new PackedInput(in, head), restarts);
        };
    }
}
