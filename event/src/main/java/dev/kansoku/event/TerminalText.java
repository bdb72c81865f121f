// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event;

/** Takes what would steer a terminal out of text that others wrote. */
public final class TerminalText {
    private static final int DELETE = 0x7f;

    /** First byte of the UTF-8 form of U+0080 to U+00BF, whose lower half are controls too. */
    private static final int LATIN = 0xc2;

    private TerminalText() {}

    /** Puts a dot for every control character but tabs and newlines written since {@code from}. */
    public static void clean(TextBuffer text, int from) {
        byte[] bytes = text.bytes();
        int end = text.length();
        for (int i = from; i < end; i++) {
            int b = bytes[i] & 0xff;
            boolean control = (b < ' ' && b != '\t' && b != '\n') || b == DELETE;
            if (control) {
                bytes[i] = '.';
            } else if (b == LATIN && i + 1 < end && (bytes[i + 1] & 0xff) < 0xa0) {
                bytes[i] = '.';
                bytes[++i] = '.';
            }
        }
    }
}
