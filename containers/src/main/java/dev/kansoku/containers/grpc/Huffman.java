// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.grpc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Decodes the Huffman code of header fields. Codes of one length are successive numbers, so that
 * the first code of each length and how many there are say all.
 */
final class Huffman {
    private static final int SYMBOLS = 257;
    private static final int END = 256;
    private static final int LONGEST = 30;

    /** The first code of each length, and where in {@link #SORTED} its symbol is. */
    private static final int[] FIRST = new int[LONGEST + 2];

    private static final int[] START = new int[LONGEST + 2];
    private static final int[] SORTED = new int[SYMBOLS];

    static {
        int[] lengths = lengths();
        int code = 0;
        int place = 0;
        for (int length = 1; length <= LONGEST; length++) {
            FIRST[length] = code;
            START[length] = place;
            for (int symbol = 0; symbol < SYMBOLS; symbol++) {
                if (lengths[symbol] == length) {
                    SORTED[place++] = symbol;
                }
            }
            code = (code + place - START[length]) << 1;
        }
        START[LONGEST + 1] = place;
    }

    private Huffman() {}

    private static int[] lengths() {
        try (InputStream file = Huffman.class.getResourceAsStream("huffman.txt");
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        Objects.requireNonNull(file), StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text that some bytes are the code of. */
    static String decode(byte[] bytes, int from, int to) throws IOException {
        StringBuilder text = new StringBuilder((to - from) * 2);
        int code = 0;
        int length = 0;
        for (int i = from; i < to; i++) {
            for (int bit = 7; bit >= 0; bit--) {
                code = code << 1 | (bytes[i] >> bit & 1);
                length++;
                int index = code - FIRST[length];
                if (index >= 0 && index < START[length + 1] - START[length]) {
                    int symbol = SORTED[START[length] + index];
                    if (symbol == END) {
                        throw new IOException("a header field is no Huffman code");
                    }
                    text.append((char) symbol);
                    code = 0;
                    length = 0;
                } else if (length == LONGEST) {
                    throw new IOException("a header field is no Huffman code");
                }
            }
        }
        // What is left pads the last byte with ones.
        if (length > 7 || code != (1 << length) - 1) {
            throw new IOException("a header field is no Huffman code");
        }
        return text.toString();
    }
}
