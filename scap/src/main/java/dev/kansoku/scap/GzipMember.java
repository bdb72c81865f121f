// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Makes each piece a gzip member. */
final class GzipMember extends PieceCompressor {
    /** A member's header: deflate, no name, no time, unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final int TRAILER = 8;

    /** System calls repeat themselves: more effort gains little. */
    private static final int LEVEL = 1;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 checksum = new CRC32();

    @Override
    int compress(byte[] bytes, int count) {
        System.arraycopy(HEADER, 0, packed, 0, HEADER.length);
        int end = HEADER.length;
        deflater.reset();
        deflater.setInput(bytes, 0, count);
        deflater.finish();
        while (!deflater.finished()) {
            if (packed.length - end <= TRAILER) {
                ensure(packed.length + TRAILER);
            }
            end += deflater.deflate(packed, end, packed.length - end - TRAILER);
        }
        checksum.reset();
        checksum.update(bytes, 0, count);
        INT.set(packed, end, (int) checksum.getValue());
        INT.set(packed, end + 4, count);
        return end + TRAILER;
    }

    @Override
    public void close() {
        deflater.end();
    }
}
