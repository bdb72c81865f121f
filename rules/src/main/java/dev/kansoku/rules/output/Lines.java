package dev.kansoku.rules.output;

import java.util.List;

/** Alerts as lines. */
final class Lines {
    private Lines() {}

    /** Those of the first so many messages, each with its end. */
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
