// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Inflates deflate data as {@link java.util.zip.Inflater} does, and knows where each of its blocks
 * begins, to the bit: a place at which inflating can begin anew with the 32 KiB before it at hand.
 * It is used where an index is made; it waits for input where there is none. Not thread-safe.
 */
final class BlockInflater {
    /** What data may repeat lies no farther back. */
    static final int REACH = 32 * 1024;

    /** Is told of the begins of blocks. */
    interface Blocks {
        /**
         * @param bit the place in the stream, in bits
         * @param unpacked what the data came to last
         * @param before how many bytes the whole stream came to
         * @param from where the last of them begin that the block may repeat
         * @param to where they end
         */
        void begins(long bit, byte[] unpacked, long before, int from, int to);
    }

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SPAN = 256 * 1024;
    private static final int LONGEST_MATCH = 258;
    private static final int LIMIT = REACH + SPAN;

    /** So many bits are enough for a length and a distance. */
    private static final int ENOUGH = 48;

    private static final int STORED = 0;
    private static final int FIXED = 1;
    private static final int DYNAMIC = 2;

    /** Between two blocks. */
    private static final int BETWEEN = -1;

    private final PackedInput input;
    private final Blocks blocks;
    private final PrefixCode literals = new PrefixCode();
    private final PrefixCode distances = new PrefixCode();
    private final byte[] lengths = new byte[DeflateAlphabet.LITERALS + DeflateAlphabet.DISTANCES];
    private final byte[] out = new byte[LIMIT + LONGEST_MATCH];

    private int end;
    private int taken;

    /** Of the whole stream, before {@code out[0]}. */
    private long total;

    /** Bits of the stream that were taken of the input; those above {@link #count} are ahead. */
    private long bits;

    private int count;
    private int block = BETWEEN;
    private int stored;
    private boolean last;
    private boolean finished;
    private @Nullable String fault;

    BlockInflater(PackedInput input, Blocks blocks) {
        this.input = input;
        this.blocks = blocks;
    }

    /** Begins with the data at which the input is. */
    void begin() {
        total += end;
        end = 0;
        taken = 0;
        bits = 0;
        count = 0;
        block = BETWEEN;
        last = false;
        finished = false;
        fault = null;
    }

    /** Whether all was inflated and taken; the input is then behind it. */
    boolean finished() {
        return finished && taken == end;
    }

    /** What is wrong behind all that was taken; null where nothing is. */
    @Nullable String fault() {
        return taken == end ? fault : null;
    }

    /** Inflates some bytes, none only at the end or at a fault. */
    int inflate(byte[] to, int from, int room) throws IOException {
        while (taken == end && !finished && fault == null) {
            advance();
        }
        int some = Math.min(room, end - taken);
        System.arraycopy(out, taken, to, from, some);
        taken += some;
        return some;
    }

    private void advance() throws IOException {
        if (end >= LIMIT) {
            System.arraycopy(out, end - REACH, out, 0, REACH);
            total += end - REACH;
            end = REACH;
            taken = REACH;
        }
        switch (block) {
            case BETWEEN -> {
                if (last) {
                    input.at -= count >>> 3;
                    finished = true;
                } else {
                    blocks.begins(
                            input.offset() * Byte.SIZE - count,
                            out,
                            total + end,
                            Math.max(0, end - REACH),
                            end);
                    head();
                }
            }
            case STORED -> copy();
            default -> decode();
        }
    }

    private void head() throws IOException {
        int head = take(3);
        if (head < 0) {
            return;
        }
        last = (head & 1) != 0;
        switch (head >>> 1) {
            case STORED -> beginStored();
            case FIXED -> {
                Arrays.fill(lengths, 0, 144, (byte) 8);
                Arrays.fill(lengths, 144, 256, (byte) 9);
                Arrays.fill(lengths, 256, 280, (byte) 7);
                Arrays.fill(lengths, 280, DeflateAlphabet.LITERALS, (byte) 8);
                literals.make(lengths, 0, DeflateAlphabet.LITERALS, false);
                Arrays.fill(lengths, 0, DeflateAlphabet.DISTANCES, (byte) 5);
                distances.make(lengths, 0, DeflateAlphabet.DISTANCES, false);
                block = FIXED;
            }
            case DYNAMIC -> beginDynamic();
            default -> corrupt("a block of no known kind");
        }
    }

    private void beginStored() throws IOException {
        take(count & 7);
        int size = take(16);
        int check = take(16);
        if (check < 0) {
            return;
        }
        if (size != (~check & 0xffff)) {
            corrupt("the two lengths of a stored block differ");
            return;
        }
        stored = size;
        block = STORED;
    }

    private void copy() throws IOException {
        while (stored > 0 && end < LIMIT && count >= Byte.SIZE) {
            out[end++] = (byte) take(Byte.SIZE);
            stored--;
        }
        if (count == 0) {
            bits = 0; // what is copied past them
        }
        while (stored > 0 && end < LIMIT) {
            if (input.at == input.end && !input.more()) {
                fault = Feed.BREAKS_OFF;
                return;
            }
            int some = Math.min(Math.min(stored, LIMIT - end), input.end - input.at);
            System.arraycopy(input.bytes, input.at, out, end, some);
            input.at += some;
            end += some;
            stored -= some;
        }
        block = stored == 0 ? BETWEEN : STORED;
    }

    private void beginDynamic() throws IOException {
        int sizes = take(14);
        if (sizes < 0) {
            return;
        }
        int literalCount = 257 + (sizes & 31);
        int distanceCount = 1 + (sizes >>> 5 & 31);
        int codeCount = 4 + (sizes >>> 10);
        if (literalCount > 286 || distanceCount > DeflateAlphabet.USED_DISTANCES) {
            corrupt("too many symbols");
            return;
        }
        Arrays.fill(lengths, 0, 19, (byte) 0);
        for (int i = 0; i < codeCount; i++) {
            lengths[DeflateAlphabet.codeLengthSymbol(i)] = (byte) take(3);
        }
        if (fault != null) {
            return;
        }
        if (!literals.make(lengths, 0, 19, false)) {
            corrupt("the code of a block's codes");
            return;
        }
        if (!readLengths(literalCount + distanceCount)) {
            return;
        }
        if (lengths[DeflateAlphabet.END] == 0
                || !literals.make(lengths, 0, literalCount, true)
                || !distances.make(lengths, literalCount, distanceCount, true)) {
            corrupt("a block's codes");
            return;
        }
        block = DYNAMIC;
    }

    /** Reads the lengths of so many codes; false at a fault. */
    private boolean readLengths(int wanted) throws IOException {
        int known = 0;
        while (known < wanted) {
            int symbol = takeSymbol();
            if (symbol < 0) {
                return false;
            }
            if (symbol < 16) {
                lengths[known++] = (byte) symbol;
                continue;
            }
            int times;
            byte what = 0;
            if (symbol == 16) {
                if (known == 0) {
                    return corrupt("a length that repeats nothing");
                }
                what = lengths[known - 1];
                times = 3 + take(2);
            } else {
                times = symbol == 17 ? 3 + take(3) : 11 + take(7);
            }
            if (fault != null) {
                return false;
            }
            if (times > wanted - known) {
                return corrupt("more lengths than symbols");
            }
            Arrays.fill(lengths, known, known + times, what);
            known += times;
        }
        return true;
    }

    /** A symbol of the code that {@link #literals} holds; negative at a fault. */
    private int takeSymbol() throws IOException {
        fill();
        int entry = literals.table[(int) bits & PrefixCode.MASK];
        if (entry == 0) {
            entry = literals.slow(bits);
        }
        if (entry == PrefixCode.NONE) {
            corrupt("bits that are no code");
            return -1;
        }
        return take(entry & 15) < 0 ? -1 : entry >>> 4;
    }

    /** Takes bits; negative where the stream ends before. */
    private int take(int wanted) throws IOException {
        if (count < wanted) {
            fill();
            if (count < wanted) {
                fault = Feed.BREAKS_OFF;
                return -1;
            }
        }
        int value = (int) (bits & (1L << wanted) - 1);
        bits >>>= wanted;
        count -= wanted;
        return value;
    }

    /** Takes in {@link #ENOUGH} bits or more, fewer where the stream ends. */
    private void fill() throws IOException {
        while (count < ENOUGH) {
            int b = input.next();
            if (b < 0) {
                return;
            }
            bits |= (long) b << count;
            count += Byte.SIZE;
        }
    }

    /** Decodes until there is no room, the block ends, or at a fault. The hot loop. */
    private void decode() throws IOException {
        PackedInput in = input;
        byte[] o = out;
        int e = end;
        long b = bits;
        int c = count;
        int[] literal = literals.table;
        int[] distance = distances.table;
        while (e < LIMIT) {
            if (c < ENOUGH) {
                if (in.end - in.at >= Long.BYTES) {
                    b |= (long) LONG.get(in.bytes, in.at) << c;
                    in.at += 63 - c >>> 3;
                    c |= 56;
                } else {
                    bits = b;
                    count = c;
                    fill();
                    b = bits;
                    c = count;
                }
            }
            int entry = literal[(int) b & PrefixCode.MASK];
            if (entry == 0) {
                entry = literals.slow(b);
            }
            int symbol = entry >> 4;
            b >>>= entry & 15;
            c -= entry & 15;
            if (symbol < DeflateAlphabet.END && symbol >= 0 && c >= 0) {
                o[e++] = (byte) symbol;
                continue;
            }
            if (c < 0) {
                fault = Feed.BREAKS_OFF;
                break;
            }
            if (symbol == DeflateAlphabet.END) {
                block = BETWEEN;
                break;
            }
            if (symbol < 0 || symbol > DeflateAlphabet.END + DeflateAlphabet.LENGTHS) {
                corrupt("bits that are no code");
                break;
            }
            int size = DeflateAlphabet.LENGTH[symbol - DeflateAlphabet.END - 1];
            int more = size & 15;
            int length = (size >>> 4) + (int) (b & (1L << more) - 1);
            b >>>= more;
            c -= more;
            entry = distance[(int) b & PrefixCode.MASK];
            if (entry == 0) {
                entry = distances.slow(b);
            }
            symbol = entry >> 4;
            if (symbol < 0 || symbol >= DeflateAlphabet.USED_DISTANCES) {
                if (c < PrefixCode.LONGEST && in.at == in.end) {
                    fault = Feed.BREAKS_OFF;
                } else {
                    corrupt("bits that are no distance");
                }
                break;
            }
            b >>>= entry & 15;
            c -= entry & 15;
            size = DeflateAlphabet.DISTANCE[symbol];
            more = size & 15;
            int back = (size >>> 4) + (int) (b & (1L << more) - 1);
            b >>>= more;
            c -= more;
            if (c < 0) {
                fault = Feed.BREAKS_OFF;
                break;
            }
            if (back > e) {
                corrupt("a distance that reaches too far back");
                break;
            }
            repeat(o, e, back, length);
            e += length;
        }
        end = e;
        bits = b;
        count = Math.max(c, 0);
    }

    private static void repeat(byte[] o, int at, int back, int length) {
        int from = at - back;
        if (back >= length) {
            System.arraycopy(o, from, o, at, length);
        } else {
            for (int i = 0; i < length; i++) {
                o[at + i] = o[from + i];
            }
        }
    }

    private boolean corrupt(String what) {
        fault = "the compressed data is corrupt (" + what + ")";
        return false;
    }
}
