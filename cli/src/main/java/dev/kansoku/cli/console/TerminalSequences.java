// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.console;

import dev.kansoku.event.TextBuffer;

/**
 * What a script may print on a terminal: colours, movement of the cursor and erasing, as scripts
 * for terminals use them. What else steers a terminal may come from captured bytes that the script
 * only passed on.
 */
public final class TerminalSequences {
    private static final int ESCAPE = 0x1b;
    private static final int DELETE = 0x7f;

    /** First byte of the UTF-8 form of U+0080 to U+00BF, whose lower half are controls too. */
    private static final int LATIN = 0xc2;

    private static final String HARMLESS = "mHJKABCDEFGfhlsu";

    private TerminalSequences() {}

    /** Puts dots for the control characters of all other sequences. */
    public static void keepHarmless(TextBuffer text) {
        byte[] bytes = text.bytes();
        int end = text.length();
        int at = 0;
        while (at < end) {
            int b = bytes[at] & 0xff;
            int length = b == ESCAPE ? sequence(bytes, at, end) : 0;
            if (length > 0) {
                at += length;
                continue;
            }
            if (isControl(b)) {
                bytes[at] = '.';
            } else if (b == LATIN && at + 1 < end && (bytes[at + 1] & 0xff) < 0xa0) {
                bytes[at] = '.';
                bytes[++at] = '.';
            }
            at++;
        }
    }

    private static boolean isControl(int b) {
        return (b < ' ' && b != '\t' && b != '\n' && b != '\r') || b == DELETE;
    }

    /** How long a harmless sequence is; 0 for another. */
    private static int sequence(byte[] bytes, int at, int end) {
        if (at + 2 >= end || bytes[at + 1] != '[') {
            return 0;
        }
        int i = at + 2;
        while (i < end && (bytes[i] == ';' || bytes[i] == '?' || isDigit(bytes[i]))) {
            i++;
        }
        return i < end && HARMLESS.indexOf(bytes[i]) >= 0 ? i + 1 - at : 0;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
