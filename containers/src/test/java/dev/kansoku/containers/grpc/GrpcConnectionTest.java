// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GrpcConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    /** {@code grpc-status: 0} as Go's server writes it, whose name is in Huffman's code. */
    private static final byte[] GO_STATUS = HexFormat.of().parseHex("40889acac8b21234da8f0130");

    @TempDir Path folder;
    private Path socket = Path.of("");

    @BeforeEach
    void aSocket() {
        socket = folder.resolve("runtime.sock");
    }

    private byte[] call(Duration patience) throws IOException {
        try (GrpcConnection connection = GrpcConnection.open(socket, patience)) {
            return connection.call(
                    "lab.Service/Method", "question".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Reads what a client sends up to the end of its question. */
    private static void listen(DataInputStream in) throws IOException {
        in.readFully(new byte[24]);
        int lengthAndType;
        int flags;
        do {
            lengthAndType = in.readInt();
            flags = in.readUnsignedByte();
            in.readInt();
            in.readNBytes(lengthAndType >>> 8);
        } while ((lengthAndType & 0xff) != Frame.DATA || (flags & Frame.END_STREAM) == 0);
    }

    @Test
    void makesOneCallAfterAnotherOnAConnection() throws Exception {
        try (GrpcDouble server =
                        GrpcDouble.answering(
                                socket,
                                (method, request) ->
                                        (method + new String(request, StandardCharsets.US_ASCII))
                                                .getBytes(StandardCharsets.US_ASCII));
                GrpcConnection connection = GrpcConnection.open(socket, PATIENCE)) {
            for (int i = 0; i < 100; i++) {
                byte[] request = ("?" + i).getBytes(StandardCharsets.US_ASCII);
                assertThat(connection.call("a.B/C", request))
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("a.B/C?" + i);
            }
            assertThat(server.called).hasSize(100);
        }
    }

    @Test
    void takesAnswersBeyondTheFirstWindow() throws Exception {
        byte[] large = new byte[1 << 20];
        Arrays.fill(large, (byte) 7);
        try (GrpcDouble _ = GrpcDouble.answering(socket, (_, _) -> large);
                GrpcConnection connection = GrpcConnection.open(socket, PATIENCE)) {
            for (int i = 0; i < 8; i++) {
                assertThat(connection.call("a.B/C", new byte[0])).isEqualTo(large);
            }
        }
    }

    @Test
    void understandsPaddingAndPartedHeadersAndWhatElseComesBetween() throws Exception {
        byte[] message = GrpcDouble.framed("answer".getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream padded = new ByteArrayOutputStream();
        padded.write(3);
        padded.writeBytes(message);
        padded.writeBytes(new byte[3]);
        CompletableFuture<Integer> pong = new CompletableFuture<>();
        try (GrpcDouble _ =
                GrpcDouble.conversing(
                        socket,
                        (in, out) -> {
                            listen(in);
                            GrpcDouble.frame(out, Frame.SETTINGS, 0, 0, new byte[6]);
                            GrpcDouble.frame(out, 0x77, 0, 0, new byte[33]); // a type of the future
                            GrpcDouble.frame(
                                    out,
                                    Frame.HEADERS,
                                    Frame.END_HEADERS,
                                    1,
                                    new byte[] {0x20, (byte) 0x88});
                            GrpcDouble.frame(out, Frame.PING, 0, 0, new byte[8]);
                            GrpcDouble.frame(
                                    out, Frame.DATA, Frame.PADDED, 1, padded.toByteArray());
                            int flags = Frame.END_STREAM | Frame.PRIORITY;
                            byte[] first = new byte[9];
                            System.arraycopy(GO_STATUS, 0, first, 5, 4);
                            GrpcDouble.frame(out, Frame.HEADERS, flags, 1, first);
                            byte[] second = Arrays.copyOfRange(GO_STATUS, 4, GO_STATUS.length);
                            GrpcDouble.frame(out, Frame.CONTINUATION, Frame.END_HEADERS, 1, second);
                            in.readInt(); // settings are acknowledged
                            in.readNBytes(5);
                            pong.complete(in.readInt());
                        })) {
            assertThat(call(PATIENCE)).asString(StandardCharsets.US_ASCII).isEqualTo("answer");
            assertThat(pong.get(10, TimeUnit.SECONDS)).isEqualTo(8 << 8 | Frame.PING);
        }
    }

    @Test
    void aStatusIsToldWithItsReason() throws Exception {
        try (GrpcDouble _ =
                GrpcDouble.answering(
                        socket,
                        (_, _) -> {
                            throw new GrpcDouble.Status(5, "no \u001b[31msuch container");
                        })) {
            assertThatThrownBy(() -> call(PATIENCE))
                    .isInstanceOfSatisfying(
                            GrpcException.class, e -> assertThat(e.isNotFound()).isTrue())
                    .hasMessage("lab.Service/Method failed with status 5: no ?[31msuch container");
        }
    }

    @Test
    void anAnswerWithoutEndIsRefused() throws Exception {
        try (GrpcDouble _ =
                GrpcDouble.conversing(
                        socket,
                        (in, out) -> {
                            listen(in);
                            while (true) {
                                GrpcDouble.frame(out, Frame.DATA, 0, 1, new byte[16_000]);
                            }
                        })) {
            assertThatThrownBy(() -> call(PATIENCE)).hasMessageContaining("is longer than 4194304");
        }
    }

    @Test
    void aServerThatSaysNothingIsLeftInTime() throws Exception {
        try (GrpcDouble _ = GrpcDouble.conversing(socket, (in, _) -> in.readAllBytes())) {
            long begin = System.nanoTime();
            assertThatThrownBy(() -> call(SHORT)).isInstanceOf(SocketTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(SHORT.multipliedBy(10));
        }
    }

    @Test
    void aServerThatDripsIsLeftInTime() throws Exception {
        try (GrpcDouble _ =
                GrpcDouble.conversing(
                        socket,
                        (_, out) -> {
                            while (true) {
                                out.write(0);
                                out.flush();
                                TimeUnit.MILLISECONDS.sleep(20);
                            }
                        })) {
            assertThatThrownBy(() -> call(SHORT)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aServerThatDoesNotAcceptIsLeftInTime() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket), 1);
            for (int i = 0; i < 8; i++) {
                assertThatThrownBy(() -> call(SHORT)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aSocketThatNobodyListensOnIsAnError() throws Exception {
        assertThatThrownBy(() -> call(PATIENCE)).isInstanceOf(IOException.class);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThatThrownBy(() -> call(PATIENCE)).isInstanceOf(IOException.class);
    }

    @Test
    void anInterruptedThreadDoesNotWait() throws Exception {
        try (GrpcDouble _ = GrpcDouble.conversing(socket, (in, _) -> in.readAllBytes())) {
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            Thread asking =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    answer.complete(call(PATIENCE));
                                } catch (IOException e) {
                                    answer.completeExceptionally(e);
                                }
                            });
            TimeUnit.MILLISECONDS.sleep(50);
            asking.interrupt();
            assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void aServerOfPlainHttpIsNamedAsSuch() throws Exception {
        try (GrpcDouble _ =
                GrpcDouble.conversing(
                        socket,
                        (in, out) -> {
                            listen(in);
                            out.write(
                                    "HTTP/1.1 400 Bad Request\r\n\r\n"
                                            .getBytes(StandardCharsets.US_ASCII));
                        })) {
            assertThatThrownBy(() -> call(PATIENCE)).hasMessageContaining("no gRPC server answers");
        }
    }

    @Test
    void changedBytesAreAnErrorOrAnAnswerAndNothingElse() throws Exception {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        DataOutputStream into = new DataOutputStream(whole);
        GrpcDouble.frame(into, Frame.HEADERS, Frame.END_HEADERS, 1, new byte[] {(byte) 0x88});
        GrpcDouble.frame(into, Frame.DATA, 0, 1, GrpcDouble.framed(new byte[40]));
        int flags = Frame.END_STREAM | Frame.END_HEADERS;
        GrpcDouble.frame(into, Frame.HEADERS, flags, 1, GO_STATUS);
        List<byte[]> replies = new ArrayList<>();
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            byte[] reply = whole.toByteArray();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                reply[random.nextInt(reply.length)] = (byte) random.nextInt(256);
            }
            replies.add(Arrays.copyOf(reply, reply.length - random.nextInt(3)));
        }
        int[] turn = {0};
        int answered = 0;
        try (GrpcDouble _ =
                GrpcDouble.conversing(
                        socket,
                        (in, out) -> {
                            listen(in);
                            out.write(replies.get(turn[0]));
                            out.flush();
                        })) {
            for (; turn[0] < replies.size(); turn[0]++) {
                try {
                    assertThat(call(PATIENCE)).hasSizeLessThan(1000);
                    answered++;
                } catch (IOException e) {
                    assertThat(e.getMessage()).isNotEmpty();
                }
            }
        }
        assertThat(answered).isBetween(20, 400);
    }
}
