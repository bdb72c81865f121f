package dev.kansoku.scap;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a gzip stream of one or more members, inflated straight into the chunks. What could
 * be inflated before a fault is delivered; the fault is the last chunk's complaint.
 */
final class GzipFeed implements Feed {
    private static final int INPUT_SIZE = 64 * 1024;
    private static final int FIXED_HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HAS_HEADER_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] input = new byte[INPUT_SIZE];
    private int inputAt;
    private int inputEnd;
    private boolean insideMember;
    private boolean anyMember;
    private @Nullable String fault;

    GzipFeed(InputStream in, byte[] head) {
        this.in = in;
        System.arraycopy(head, 0, input, 0, head.length);
        this.inputEnd = head.length;
    }

    @Override
    public void fill(Chunk chunk) throws IOException {
        while (!chunk.isFull()) {
            if (fault != null || (!insideMember && !beginMember())) {
                chunk.complaint = fault;
                chunk.last = true;
                return;
            }
            inflateInto(chunk);
            if (hasDrained(chunk)) {
                return;
            }
        }
    }

    /** Whether the chunk has something to deliver, and to read on would mean to wait. */
    private boolean hasDrained(Chunk chunk) throws IOException {
        return chunk.end > Chunk.HEADROOM && inputAt == inputEnd && in.available() == 0;
    }

    private void inflateInto(Chunk chunk) throws IOException {
        int from = chunk.end;
        long before = inflater.getBytesWritten();
        try {
            inflater.inflate(chunk.bytes, from, chunk.bytes.length - from);
        } catch (DataFormatException e) {
            fault = "the compressed data is corrupt (" + e.getMessage() + ")";
        }
        chunk.end += (int) (inflater.getBytesWritten() - before);
        checksum.update(chunk.bytes, from, chunk.end - from);
        if (fault != null) {
            return;
        }
        if (inflater.finished()) {
            endMember();
        } else if (inflater.needsInput()) {
            if (hasDrained(chunk)) {
                return; // what is there is delivered before more is waited for
            }
            if (!more()) {
                fault = "the compressed data breaks off";
                return;
            }
            inflater.setInput(input, inputAt, inputEnd - inputAt);
            inputAt = inputEnd;
        } else if (inflater.needsDictionary()) {
            fault = "the compressed data asks for a dictionary";
        }
    }

    private void endMember() throws IOException {
        insideMember = false;
        inputAt = inputEnd - inflater.getRemaining();
        long expected = 0;
        for (int i = 0; i < TRAILER; i++) {
            int b = nextByte();
            if (b < 0) {
                fault = "the compressed data breaks off";
                return;
            }
            expected |= i < 4 ? (long) b << (8 * i) : 0;
        }
        if (expected != checksum.getValue()) {
            fault = "the checksum of the compressed data differs";
        }
    }

    /** Reads a member's header; false at the end or at a fault. */
    private boolean beginMember() throws IOException {
        int first = nextByte();
        while (anyMember && first == 0) {
            first = nextByte(); // zeros that pad a file at its end
        }
        if (first < 0) {
            return false;
        }
        int second = nextByte();
        if (first != 0x1f || second != 0x8b) {
            fault = "what follows the compressed data is not a gzip member";
            return false;
        }
        int flags = 0;
        for (int i = 2; i < FIXED_HEADER; i++) {
            int b = nextByte();
            flags = i == 3 ? b : flags;
        }
        if ((flags & HAS_EXTRA) != 0) {
            int length = nextByte() | nextByte() << 8;
            for (int i = 0; i < length && nextByte() >= 0; i++) {}
        }
        if ((flags & HAS_NAME) != 0) {
            while (nextByte() > 0) {}
        }
        if ((flags & HAS_COMMENT) != 0) {
            while (nextByte() > 0) {}
        }
        if ((flags & HAS_HEADER_CHECKSUM) != 0) {
            nextByte();
            nextByte();
        }
        if (flags < 0 || (inputAt == inputEnd && !more())) {
            fault = "the compressed data breaks off";
            return false;
        }
        inflater.reset();
        checksum.reset();
        inflater.setInput(input, inputAt, inputEnd - inputAt);
        inputAt = inputEnd;
        insideMember = true;
        anyMember = true;
        return true;
    }

    private int nextByte() throws IOException {
        return inputAt < inputEnd || more() ? input[inputAt++] & 0xff : -1;
    }

    private boolean more() throws IOException {
        int read = in.read(input, 0, input.length);
        inputAt = 0;
        inputEnd = Math.max(read, 0);
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
