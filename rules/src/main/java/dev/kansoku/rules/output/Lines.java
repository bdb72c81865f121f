// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.util.List;

/** Alerts as lines. */
final class Lines {
    private static final int CHUNK = 64;
    private static final long CHUNK_BYTES = 64 << 10;

    private Lines() {}

    /** The first ones, as many as are written at once: at least one. */
    static List<AlertMessage> chunk(List<AlertMessage> messages) {
        int count = 0;
        long bytes = 0;
        for (AlertMessage message : messages) {
            bytes += message.body().length;
            if (count > 0 && (bytes > CHUNK_BYTES || count == CHUNK)) {
                break;
            }
            count++;
        }
        return messages.subList(0, count);
    }

    /** All of them, each with its end. */
    static byte[] of(List<AlertMessage> messages) {
        int size = 0;
        for (AlertMessage message : messages) {
            size += message.body().length + 1;
        }
        byte[] lines = new byte[size];
        int at = 0;
        for (AlertMessage message : messages) {
            byte[] body = message.body();
            System.arraycopy(body, 0, lines, at, body.length);
            at += body.length;
            lines[at++] = '\n';
        }
        return lines;
    }
}
