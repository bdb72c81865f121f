// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a zstd stream of one or more frames, unpacked straight into the chunks. What could
 * be unpacked before a fault is delivered; the fault is the last chunk's complaint.
 */
final class ZstdFeed implements Feed {
    /** As zstd itself has it without {@code --long}: 128 MiB of memory for a frame's window. */
    private static final int LARGEST_WINDOW = 27;

    /**
     * How much is handed over at once. A call that fails does not tell what it unpacked before:
     * with little at a time, and a frame's blocks being larger, little good is lost with the bad.
     */
    private static final int SLICE = 4 * 1024;

    private final PackedInput input;
    private final ByteBuffer source;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final Restarts restarts;
    private boolean insideFrame;

    /** Whether there may be more than the last chunk had room for. */
    private boolean pending;

    private long unpacked;
    private @Nullable String fault;

    ZstdFeed(PackedInput input, Restarts restarts) {
        this.input = input;
        this.restarts = restarts;
        this.source = ByteBuffer.wrap(input.bytes);
        context.setLongMax(LARGEST_WINDOW);
    }

    @Override
    public void fill(Chunk chunk) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(chunk.bytes);
        while (!chunk.isFull()) {
            if (fault == null && !pending && input.at == input.end) {
                if (chunk.end > Chunk.HEADROOM && input.isDry()) {
                    return; // what is there is delivered before more is waited for
                }
                if (!input.more()) {
                    fault = insideFrame ? BREAKS_OFF : null;
                    chunk.complaint = fault;
                    chunk.last = true;
                    return;
                }
            }
            if (fault != null) {
                chunk.complaint = fault;
                chunk.last = true;
                return;
            }
            unpack(chunk, target);
        }
    }

    private void unpack(Chunk chunk, ByteBuffer target) {
        int from = input.at;
        int limit = Math.min(from + SLICE, input.end);
        if (!insideFrame && from < limit) {
            restarts.at(input.offset(), unpacked);
        }
        source.limit(limit).position(from);
        target.position(chunk.end);
        try {
            boolean whole = context.decompressByteBufferStream(target, source);
            insideFrame = !whole && (insideFrame || source.position() > from);
        } catch (ZstdException e) {
            fault = fault(e);
            return;
        }
        unpacked += target.position() - chunk.end;
        chunk.end = target.position();
        input.at = source.position();
        pending = chunk.isFull();
    }

    private static String fault(ZstdException e) {
        return -e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()
                ? "the compressed data needs a window of more than 128 MiB: unpack it with zstd -d"
                        + " --long=31 first"
                : "the compressed data is corrupt (" + e.getMessage() + ")";
    }

    @Override
    public void close() throws IOException {
        context.close();
        input.close();
    }
}
