// SPDX-License-Identifier: Apache-2.0
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
    private static final int FIXED_HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HAS_HEADER_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final PackedInput input;
    private final Restarts restarts;
    private final Inflater inflater = new Inflater(true);

    /** Inflates instead where somebody wants to know of places inside of members. */
    private final @Nullable BlockInflater blocks;

    private final CRC32 checksum = new CRC32();
    private boolean insideMember;
    private boolean anyMember;

    /** Whether this member's first bytes were passed over, so that its checksum tells nothing. */
    private boolean midway;

    private long unpacked;
    private @Nullable String fault;

    GzipFeed(PackedInput input, Restarts restarts) {
        this.input = input;
        this.restarts = restarts;
        this.blocks = restarts == Restarts.UNHEEDED ? null : new BlockInflater(input, restarts);
    }

    /** Begins inside of a member, at a place that an index has noted. */
    static GzipFeed midway(InputStream in, MemberPlace place) throws IOException {
        PackedInput input = place.open(in);
        GzipFeed feed = new GzipFeed(input, Restarts.UNHEEDED);
        feed.inflater.setDictionary(place.window());
        feed.handOver();
        feed.insideMember = true;
        feed.anyMember = true;
        feed.midway = true;
        return feed;
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
        return chunk.end > Chunk.HEADROOM && input.isDry();
    }

    private void inflateInto(Chunk chunk) throws IOException {
        if (blocks != null) {
            inflateInto(chunk, blocks);
            return;
        }
        int from = chunk.end;
        long before = inflater.getBytesWritten();
        try {
            inflater.inflate(chunk.bytes, from, chunk.bytes.length - from);
        } catch (DataFormatException e) {
            fault = "the compressed data is corrupt (" + e.getMessage() + ")";
        }
        chunk.end += (int) (inflater.getBytesWritten() - before);
        checksum.update(chunk.bytes, from, chunk.end - from);
        unpacked += chunk.end - from;
        if (fault != null) {
            return;
        }
        if (inflater.finished()) {
            endMember();
        } else if (inflater.needsInput()) {
            if (hasDrained(chunk)) {
                return; // what is there is delivered before more is waited for
            }
            if (!input.more()) {
                fault = BREAKS_OFF;
                return;
            }
            handOver();
        } else if (inflater.needsDictionary()) {
            fault = "the compressed data asks for a dictionary";
        }
    }

    private void inflateInto(Chunk chunk, BlockInflater from) throws IOException {
        int some = from.inflate(chunk.bytes, chunk.end, chunk.bytes.length - chunk.end);
        checksum.update(chunk.bytes, chunk.end, some);
        chunk.end += some;
        unpacked += some;
        fault = from.fault();
        if (from.finished()) {
            endMember();
        }
    }

    private void endMember() throws IOException {
        insideMember = false;
        if (blocks == null) {
            input.at = input.end - inflater.getRemaining();
        }
        long expected = 0;
        for (int i = 0; i < TRAILER; i++) {
            int b = input.next();
            if (b < 0) {
                fault = BREAKS_OFF;
                return;
            }
            expected |= i < 4 ? (long) b << (8 * i) : 0;
        }
        if (expected != checksum.getValue() && !midway) {
            fault = "the checksum of the compressed data differs";
        }
        midway = false;
    }

    /** Reads a member's header; false at the end or at a fault. */
    private boolean beginMember() throws IOException {
        long begin = input.offset();
        int first = input.next();
        while (anyMember && first == 0) {
            begin = input.offset();
            first = input.next(); // zeros that pad a file at its end
        }
        if (first < 0) {
            return false;
        }
        int second = input.next();
        if (first != 0x1f || second != 0x8b) {
            fault = "what follows the compressed data is not a gzip member";
            return false;
        }
        int flags = 0;
        for (int i = 2; i < FIXED_HEADER; i++) {
            int b = input.next();
            flags = i == 3 ? b : flags;
        }
        if ((flags & HAS_EXTRA) != 0) {
            int length = input.next() | input.next() << 8;
            for (int i = 0; i < length && input.next() >= 0; i++) {}
        }
        if ((flags & HAS_NAME) != 0) {
            while (input.next() > 0) {}
        }
        if ((flags & HAS_COMMENT) != 0) {
            while (input.next() > 0) {}
        }
        if ((flags & HAS_HEADER_CHECKSUM) != 0) {
            input.next();
            input.next();
        }
        if (flags < 0 || (input.at == input.end && !input.more())) {
            fault = BREAKS_OFF;
            return false;
        }
        restarts.at(begin, unpacked);
        checksum.reset();
        if (blocks != null) {
            blocks.begin();
        } else {
            inflater.reset();
            handOver();
        }
        insideMember = true;
        anyMember = true;
        return true;
    }

    /** Gives the inflater all that is at hand. */
    private void handOver() {
        inflater.setInput(input.bytes, input.at, input.end - input.at);
        input.at = input.end;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        input.close();
    }
}
