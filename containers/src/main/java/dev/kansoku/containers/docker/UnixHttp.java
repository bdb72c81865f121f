// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.docker;

import dev.kansoku.containers.JsonTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks a daemon over its unix socket: one connection for each question, in HTTP/1.0, whose answers
 * end where the connection does. That is all these daemons need, and it answers a first question in
 * a tenth of the time that a whole HTTP client takes to start. Thread-safe.
 */
final class UnixHttp {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int LARGEST_HEAD = 64 << 10;
    private static final int CHUNK = 16 << 10;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Path socket;

    UnixHttp(Path socket) {
        this.socket = socket;
    }

    Path socket() {
        return socket;
    }

    /** The document at a path, null where there is none. Blocks for two seconds at most. */
    @Nullable JsonTree get(String path) throws IOException {
        byte[] answer = ask(path);
        int end = endOfHead(answer);
        String head = new String(answer, 0, end, StandardCharsets.ISO_8859_1);
        int status = status(head);
        if (status == 404) {
            return null;
        }
        if (status != 200) {
            throw new IOException("answers " + status + " to " + path);
        }
        int from = end + END_OF_HEAD.length;
        byte[] body = new byte[answer.length - from];
        System.arraycopy(answer, from, body, 0, body.length);
        return JsonTree.read(body);
    }

    private byte[] ask(String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Thread watch = Thread.ofVirtual().start(() -> closeLate(channel));
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                String question = "GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n";
                ByteBuffer out = ByteBuffer.wrap(question.getBytes(StandardCharsets.US_ASCII));
                while (out.hasRemaining()) {
                    channel.write(out);
                }
                return readAll(channel);
            } finally {
                watch.interrupt();
            }
        }
    }

    /** Whoever waits for a channel that is closed is told so. */
    private static void closeLate(SocketChannel channel) {
        try {
            Thread.sleep(LONGEST);
            channel.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the answer is there
        } catch (IOException e) {
            throw new IllegalStateException("a channel that does not close", e);
        }
    }

    private static byte[] readAll(SocketChannel channel) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream(CHUNK);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (channel.read(chunk) >= 0) {
            answer.write(chunk.array(), 0, chunk.position());
            chunk.clear();
            if (answer.size() > LARGEST_HEAD + JsonTree.LARGEST) {
                throw new IOException("answers with more than " + JsonTree.LARGEST + " bytes");
            }
        }
        return answer.toByteArray();
    }

    private static int endOfHead(byte[] answer) throws IOException {
        int most = Math.min(answer.length - END_OF_HEAD.length, LARGEST_HEAD);
        for (int i = 0; i <= most; i++) {
            if (answer[i] == '\r'
                    && answer[i + 1] == '\n'
                    && answer[i + 2] == '\r'
                    && answer[i + 3] == '\n') {
                return i;
            }
        }
        throw new IOException("answers no HTTP");
    }

    /** {@code HTTP/1.0 200 OK}, and the answer is as long as the connection. */
    private static int status(String head) throws IOException {
        String[] words = head.lines().findFirst().orElse("").split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[0-9]{3}")) {
            throw new IOException("answers no HTTP");
        }
        if (head.lines().anyMatch(UnixHttp::isInPieces)) {
            throw new IOException("answers in pieces, which HTTP/1.0 does not know");
        }
        return Integer.parseInt(words[1]);
    }

    private static boolean isInPieces(String line) {
        return line.regionMatches(true, 0, "Transfer-Encoding:", 0, "Transfer-Encoding:".length());
    }
}
