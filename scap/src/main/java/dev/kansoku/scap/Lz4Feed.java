// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a stream of LZ4 frames, unpacked block by block and copied into the chunks. Whole
 * blocks before a fault are delivered; the fault is the last chunk's complaint.
 *
 * <pre>
 *  frame:  | magic u32 | flags u8 | size class u8 | [content size u64] | [dictionary u32] | check u8 |
 *  block:  | length u32, top bit: stored | bytes ... | [checksum u32] |      behind the last: 0 u32
 *  end:    | [content checksum u32] |
 * </pre>
 */
final class Lz4Feed implements Feed {
    private static final long MAGIC = 0x184D2204L;
    private static final long SKIPPABLE_MAGIC = 0x184D2A50L;
    private static final long STORED = 0x80000000L;

    private static final int LINKED_REACH = 64 * 1024;
    private static final int SMALLEST_CLASS = 4;
    private static final int LARGEST_CLASS = 7;

    private static final int VERSION = 0x40;
    private static final int VERSION_MASK = 0xc0;
    private static final int INDEPENDENT = 0x20;
    private static final int HAS_BLOCK_CHECKSUM = 0x10;
    private static final int HAS_CONTENT_SIZE = 0x08;
    private static final int HAS_CONTENT_CHECKSUM = 0x04;
    private static final int HAS_DICTIONARY = 0x01;

    private final PackedInput input;
    private final Restarts restarts;
    private final XxHash32 content = new XxHash32();
    private final XxHash32 check = new XxHash32();

    private boolean insideFrame;
    private int flags;
    private int largestBlock;

    /** A block as it was packed. */
    private byte[] packed = new byte[LINKED_REACH];

    /** What blocks may repeat of the ones before, and behind it the last block unpacked. */
    private byte[] unpacked = new byte[0];

    private int from;
    private int to;
    private long total;
    private @Nullable String fault;

    Lz4Feed(PackedInput input, Restarts restarts) {
        this.input = input;
        this.restarts = restarts;
    }

    @Override
    public void fill(Chunk chunk) throws IOException {
        while (!chunk.isFull()) {
            int count = Math.min(to - from, chunk.bytes.length - chunk.end);
            System.arraycopy(unpacked, from, chunk.bytes, chunk.end, count);
            from += count;
            chunk.end += count;
            if (from < to) {
                return;
            }
            if (chunk.end > Chunk.HEADROOM && fault == null && !isNextAtHand()) {
                return; // what is there is delivered before more is waited for
            }
            if (fault != null || !step()) {
                chunk.complaint = fault;
                chunk.last = true;
                return;
            }
        }
    }

    /** Whether what follows can be read without waiting. */
    private boolean isNextAtHand() throws IOException {
        long needed = 4;
        if (insideFrame && input.end - input.at >= 4) {
            long length = peek();
            needed += length == 0 ? 4 : length & ~STORED;
        }
        return input.available() >= needed;
    }

    private long peek() {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value |= (input.bytes[input.at + i] & 0xffL) << 8 * i;
        }
        return value;
    }

    /** Reads a frame's head, a block or a frame's end; false at the end or at a fault. */
    private boolean step() throws IOException {
        if (!insideFrame) {
            return beginFrame();
        }
        long length = u32();
        if (length < 0) {
            return broken();
        }
        return length == 0 ? endFrame() : block(length);
    }

    private boolean block(long head) throws IOException {
        boolean stored = (head & STORED) != 0;
        long length = head & ~STORED;
        if (length > largestBlock) {
            return corrupt("a block of " + length + " bytes");
        }
        int size = (int) length;
        if (!read(size)) {
            return broken();
        }
        if ((flags & HAS_BLOCK_CHECKSUM) != 0) {
            check.reset();
            check.update(packed, 0, size);
            if (!verify(check)) {
                return false;
            }
        }
        int kept = keepReach();
        if (stored) {
            System.arraycopy(packed, 0, unpacked, kept, size);
            to = kept + size;
        } else {
            to = Lz4Block.unpack(packed, 0, size, unpacked, kept, kept + largestBlock);
        }
        from = kept;
        if (to < 0) {
            to = kept;
            return corrupt("a block that does not unpack");
        }
        content.update(unpacked, from, to - from);
        total += to - from;
        return true;
    }

    /** Moves what the next block may repeat to the front, and returns where that ends. */
    private int keepReach() {
        int kept = (flags & INDEPENDENT) != 0 ? 0 : Math.min(to, LINKED_REACH);
        if (unpacked.length < kept + largestBlock) {
            unpacked = Arrays.copyOf(unpacked, LINKED_REACH + largestBlock);
        }
        System.arraycopy(unpacked, to - kept, unpacked, 0, kept);
        return kept;
    }

    /** Reads so many bytes into {@link #packed}, which grows with what is there. */
    private boolean read(int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (input.at == input.end && !input.more()) {
                return false;
            }
            int taken = Math.min(count - done, input.end - input.at);
            if (packed.length - done < taken) {
                packed = Arrays.copyOf(packed, Math.max(2 * packed.length, done + taken));
            }
            System.arraycopy(input.bytes, input.at, packed, done, taken);
            input.at += taken;
            done += taken;
        }
        return true;
    }

    private boolean beginFrame() throws IOException {
        long begin = input.offset();
        int first = input.next();
        if (first < 0) {
            return false;
        }
        long magic = u32(first);
        if (magic < 0) {
            return broken();
        }
        if ((magic & ~0xfL) == SKIPPABLE_MAGIC) {
            return skipFrame();
        }
        if (magic != MAGIC) {
            fault = "what follows the compressed data is not an LZ4 frame";
            return false;
        }
        flags = input.next();
        int sizeClass = input.next();
        int more =
                ((flags & HAS_CONTENT_SIZE) != 0 ? 8 : 0) + ((flags & HAS_DICTIONARY) != 0 ? 4 : 0);
        packed[0] = (byte) flags;
        packed[1] = (byte) sizeClass;
        for (int i = 0; i < more; i++) {
            packed[2 + i] = (byte) input.next();
        }
        int said = input.next();
        if (said < 0) {
            return broken();
        }
        check.reset();
        check.update(packed, 0, 2 + more);
        int blockClass = sizeClass >> 4 & 7;
        if ((flags & VERSION_MASK) != VERSION
                || said != (check.value() >>> 8 & 0xff)
                || blockClass < SMALLEST_CLASS
                || blockClass > LARGEST_CLASS) {
            return corrupt("a frame's head");
        }
        if ((flags & HAS_DICTIONARY) != 0) {
            fault = "the compressed data asks for a dictionary";
            return false;
        }
        largestBlock = 1 << 8 + 2 * blockClass;
        restarts.at(begin, total);
        content.reset();
        from = 0;
        to = 0;
        insideFrame = true;
        return true;
    }

    private boolean skipFrame() throws IOException {
        long length = u32();
        for (long i = 0; i < length; i++) {
            if (input.next() < 0) {
                return broken();
            }
        }
        return length >= 0 || broken();
    }

    private boolean endFrame() throws IOException {
        insideFrame = false;
        return (flags & HAS_CONTENT_CHECKSUM) == 0 || verify(content);
    }

    private boolean verify(XxHash32 made) throws IOException {
        long said = u32();
        if (said < 0) {
            return broken();
        }
        if ((int) said != made.value()) {
            fault = "the checksum of the compressed data differs";
            return false;
        }
        return true;
    }

    private long u32() throws IOException {
        return u32(input.next());
    }

    /** Four bytes of which the first was read; -1 where the stream ends. */
    private long u32(int first) throws IOException {
        long value = first;
        for (int i = 1; i < 4 && value >= 0; i++) {
            int b = input.next();
            value = b < 0 ? -1 : value | (long) b << 8 * i;
        }
        return value;
    }

    private boolean broken() {
        fault = BREAKS_OFF;
        return false;
    }

    private boolean corrupt(String what) {
        fault = "the compressed data is corrupt (" + what + ")";
        return false;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
