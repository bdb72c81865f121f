// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

/**
 * Unpacks a block of LZ4: tokens, each with the lengths of what it brings and of what it repeats.
 *
 * <pre>
 *  +-------+-----------------+----------+---------------+----------------+
 *  | token | more length ... | literals | offset u16    | more length ...|
 *  +-------+-----------------+----------+---------------+----------------+
 *    4 bits: literals, 4 bits: repeated less 4; 15 means that more length follows
 * </pre>
 */
final class Lz4Block {
    private static final int SHORTEST_REPEAT = 4;
    private static final int MORE = 15;

    private Lz4Block() {}

    /**
     * Unpacks {@code from} to {@code to} of {@code source} into {@code target} at {@code at}, where
     * what lies before may be repeated.
     *
     * @param limit where the target ends
     * @return behind the last byte, or -1 where the block is damaged
     */
    static int unpack(byte[] source, int from, int to, byte[] target, int at, int limit) {
        int in = from;
        int out = at;
        while (in < to) {
            int token = source[in++] & 0xff;
            int literals = token >>> 4;
            if (literals == MORE) {
                int more;
                do {
                    if (in == to || literals > limit) {
                        return -1;
                    }
                    more = source[in++] & 0xff;
                    literals += more;
                } while (more == 0xff);
            }
            if (literals > to - in || literals > limit - out) {
                return -1;
            }
            System.arraycopy(source, in, target, out, literals);
            in += literals;
            out += literals;
            if (in == to) {
                return out; // the last token repeats nothing
            }
            if (to - in < 2) {
                return -1;
            }
            int offset = (source[in] & 0xff) | (source[in + 1] & 0xff) << 8;
            in += 2;
            int repeated = token & MORE;
            if (repeated == MORE) {
                int more;
                do {
                    if (in == to || repeated > limit) {
                        return -1;
                    }
                    more = source[in++] & 0xff;
                    repeated += more;
                } while (more == 0xff);
            }
            repeated += SHORTEST_REPEAT;
            if (offset == 0 || offset > out || repeated > limit - out) {
                return -1;
            }
            repeat(target, out, offset, repeated);
            out += repeated;
        }
        return -1;
    }

    /** A repeat may reach into itself, and then goes on with what it has made. */
    private static void repeat(byte[] target, int out, int offset, int count) {
        int from = out - offset;
        if (offset >= count) {
            System.arraycopy(target, from, target, out, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[out + i] = target[from + i];
        }
    }
}
