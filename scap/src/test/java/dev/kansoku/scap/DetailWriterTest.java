// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.Truth;
import dev.kansoku.event.start.StartListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DetailWriterTest {
    private static final int CLOSE = 5;

    private record Queues(long receiveQueue, long sendQueue) implements LiveDetail {
        @Override
        public long latency() {
            return -1;
        }

        @Override
        public boolean userStack(TextBuffer out) {
            return false;
        }

        @Override
        public boolean kernelStack(TextBuffer out) {
            return false;
        }
    }

    private record Known(long latency, Truth truth, String kernel, String user, String path)
            implements LiveDetail {
        @Override
        public boolean userStack(TextBuffer out) {
            out.put(user);
            return !user.isEmpty();
        }

        @Override
        public boolean kernelStack(TextBuffer out) {
            out.put(kernel);
            return !kernel.isEmpty();
        }

        @Override
        public boolean object(TextBuffer out) {
            out.put(path);
            return !path.isEmpty();
        }
    }

    @Test
    void whatWasKnownBesideAnEventIsReadWithIt() throws IOException {
        byte[] capture =
                capture(
                        new Known(1234, Truth.SAME, "", "", ""),
                        null,
                        new Known(-1, Truth.UNKNOWN, "", "", ""),
                        new Known(-1, Truth.CHANGED, "a;b", "main;f", "/etc/shadow"));

        assertThat(read(capture))
                .containsExactly(
                        "1 latency 1234 SAME",
                        "2 nothing",
                        "3 nothing",
                        "4 latency -1 CHANGED kernel a;b user main;f object /etc/shadow");
    }

    @Test
    void queuesThatWereSeenAreReadWithTheEvent() throws IOException {
        assertThat(read(capture(new Queues(7, 0), null, new Queues(-1, -1))))
                .containsExactly("1 latency -1 UNKNOWN queues 7 0", "2 nothing", "3 nothing");
    }

    @Test
    void theLongestTextIsCut() throws IOException {
        String longText = "x".repeat(3 * DetailWriter.LONGEST);

        List<String> lines = read(capture(new Known(7, Truth.UNKNOWN, longText, "f", longText)));

        String kept = "x".repeat(DetailWriter.LONGEST);
        assertThat(lines)
                .containsExactly("1 latency 7 UNKNOWN kernel " + kept + " user f object " + kept);
    }

    @Test
    void oneThatIsNotAsItShouldBeIsAnEventLikeAnother() throws IOException {
        byte[] capture = capture(new Known(7, Truth.UNKNOWN, "abc", "", ""));
        String bytes = new String(capture, java.nio.charset.StandardCharsets.ISO_8859_1);
        int data = bytes.indexOf(DetailWriter.NAME) + DetailWriter.NAME.length() + 1;
        capture[data + DetailWriter.TEXTS + 3] = 0x7f; // a text of two gigabytes

        assertThat(read(capture)).containsExactly("1 nothing", "2 nothing");
    }

    private static byte[] capture(@Nullable LiveDetail... details) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ScapWriter writer = ScapWriter.to(out, ScapWriter.Compression.NONE)) {
            DetailWriter before = new DetailWriter();
            Event event = new Event();
            long time = 1_000;
            for (LiveDetail detail : details) {
                new EventBuilder().begin(CLOSE, time++, 40).number(0).finish(event);
                event.detail(detail);
                before.write(event, writer);
                writer.write(event);
            }
        }
        return out.toByteArray();
    }

    private static List<String> read(byte[] capture) throws IOException {
        assertThat(EventTable.type(DetailWriter.CODE).name()).isEqualTo("asyncevent");
        List<String> lines = new ArrayList<>();
        Event event = new Event();
        try (ScapReader reader = ScapReader.open(new ByteArrayInputStream(capture), "made here")) {
            while (reader.next(event, new StartListener() {})) {
                LiveDetail detail = event.detail();
                lines.add(event.number() + (detail == null ? " nothing" : " " + text(detail)));
            }
        }
        return lines;
    }

    private static String text(LiveDetail detail) {
        TextBuffer out = new TextBuffer();
        out.put("latency ").decimal(detail.latency()).put(" " + detail.truth());
        int from = out.length();
        out.put(" kernel ");
        out.truncate(detail.kernelStack(out) ? out.length() : from);
        from = out.length();
        out.put(" user ");
        out.truncate(detail.userStack(out) ? out.length() : from);
        from = out.length();
        out.put(" object ");
        out.truncate(detail.object(out) ? out.length() : from);
        if (detail.receiveQueue() >= 0) {
            out.put(" queues ").decimal(detail.receiveQueue()).put(' ').decimal(detail.sendQueue());
        }
        return out.toString();
    }
}
