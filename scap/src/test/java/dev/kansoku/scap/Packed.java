// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.BlockSize;

/** Bytes packed as other tools pack them. */
final class Packed {
    private Packed() {}

    /** One zstd frame with a checksum. */
    static byte[] zstd(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(packed, 3)) {
            out.setChecksum(true);
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /** One zstd frame of a block that is stored, with a window of so many bits. */
    static byte[] zstdOfWindow(byte[] bytes, int windowLog) {
        int block = bytes.length << 3 | 1;
        return new CaptureBytes()
                .u32(0xFD2FB528)
                .u8(0)
                .u8(windowLog - 10 << 3)
                .u16(block)
                .u8(block >> 16)
                .raw(bytes)
                .bytes();
    }

    static byte[] lz4(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out =
                new FramedLZ4CompressorOutputStream(
                        packed, new FramedLZ4CompressorOutputStream.Parameters(BlockSize.K64))) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    static byte[] of(Packing packing, byte[] bytes) throws IOException {
        return switch (packing) {
            case NONE -> bytes;
            case GZIP -> CaptureBytes.gzip(bytes);
            case ZSTD -> zstd(bytes);
            case LZ4 -> lz4(bytes);
        };
    }
}
