// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts that occur again and again, once. */
final class Bytes {
    static final byte[] EMPTY = new byte[0];

    /** The addresses that stand for any, or for one that is not known. */
    static final byte[] ANY4 = new byte[4];

    static final byte[] ANY6 = new byte[16];

    /** What stands for a working directory that is not known. */
    static final byte[] HERE = ascii("./");

    /** What the family's tools show, and writers store, for a text that could not be had. */
    static final byte[] NOT_AVAILABLE = ascii("<NA>");

    private Bytes() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A parameter's text without its NUL; {@code like} itself where it is the same. */
    static byte[] text(Event event, int parameter, byte[] like) {
        return range(event, parameter, event.textLength(parameter), like);
    }

    /** All bytes of a parameter; {@code like} itself where they are the same. */
    static byte[] all(Event event, int parameter, byte[] like) {
        return range(event, parameter, event.has(parameter) ? event.length(parameter) : 0, like);
    }

    static boolean startsWith(byte[] text, int at, byte[] word) {
        return at + word.length <= text.length
                && Arrays.equals(text, at, at + word.length, word, 0, word.length);
    }

    static boolean endsWith(byte[] text, byte[] word) {
        return text.length >= word.length && startsWith(text, text.length - word.length, word);
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] whole = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        return whole;
    }

    private static byte[] range(Event event, int parameter, int length, byte[] like) {
        if (length == 0) {
            return EMPTY;
        }
        int at = event.offset(parameter);
        byte[] bytes = event.bytes();
        return Arrays.equals(bytes, at, at + length, like, 0, like.length)
                ? like
                : Arrays.copyOfRange(bytes, at, at + length);
    }
}
