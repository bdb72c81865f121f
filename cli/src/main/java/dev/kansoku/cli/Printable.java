package dev.kansoku.cli;

import dev.kansoku.event.TextBuffer;
import org.jspecify.annotations.Nullable;

/** Takes what would steer a terminal out of text that others wrote. */
final class Printable {
    private static final int DELETE = 0x7f;

    /** First byte of the UTF-8 form of U+0080 to U+00BF, whose lower half are controls too. */
    private static final int LATIN = 0xc2;

    private Printable() {}

    /** A message on one line, every control character a question mark. */
    static String line(@Nullable String message) {
        StringBuilder shown = new StringBuilder(message == null ? "" : message);
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (Character.isISOControl(c) && c != '\n') {
                shown.setCharAt(i, '?');
            }
        }
        return shown.toString();
    }

    /** Puts a dot for every control character but tabs and newlines written since {@code from}. */
    static void clean(TextBuffer text, int from) {
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
