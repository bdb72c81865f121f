// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

/** Makes each piece a frame of zstd, with a checksum. */
final class ZstdFrame extends PieceCompressor {
    /** System calls repeat themselves: more effort gains little. */
    private static final int LEVEL = 1;

    private final ZstdCompressCtx context =
            new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true).setContentSize(true);

    @Override
    int compress(byte[] bytes, int count) {
        ensure((int) Zstd.compressBound(count));
        return context.compressByteArray(packed, 0, packed.length, bytes, 0, count);
    }

    @Override
    public void close() {
        context.close();
    }
}
