// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.grpc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A connection to a gRPC server over a unix socket. One call at a time, each with one message out
 * and one back. Everything ends within the patience it was opened with, and everything that comes
 * back is bounded. After any exception but {@link GrpcException} the connection is of no more use.
 * Used by one thread.
 */
public final class GrpcConnection implements Closeable {
    /** The longest message that is taken. */
    public static final int LONGEST_MESSAGE = 4 << 20;

    /** The longest message that is sent: every server's window takes it at once. */
    private static final int LONGEST_REQUEST = 4096;

    /** In front of a message: whether it is compressed, and its length. */
    private static final int PREFIX = 5;

    /** What a server may send for one call: its message, padded, and what else frames are for. */
    private static final int LONGEST_ANSWER = LONGEST_MESSAGE + (1 << 20);

    private static final int LONGEST_HEADERS = 1 << 16;

    /** What one may send before it is allowed more. */
    private static final int FIRST_WINDOW = 65_535;

    private static final int LONGEST_REASON = 300;

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final TimedSocket socket;
    private final ByteBuffer header = ByteBuffer.allocate(Frame.SIZE);
    private byte[] payload = new byte[0];
    private int stream = -1;

    /** Bytes that were taken from the connection's window and not given back yet. */
    private int owed;

    private GrpcConnection(TimedSocket socket) {
        this.socket = socket;
    }

    /**
     * Connects to a server.
     *
     * @param patience how long from now on the connection is of use
     */
    public static GrpcConnection open(Path socket, Duration patience) throws IOException {
        TimedSocket connected = TimedSocket.connect(socket, patience);
        GrpcConnection connection = new GrpcConnection(connected);
        try {
            connection.greet();
        } catch (IOException e) {
            connected.close();
            throw e;
        }
        return connection;
    }

    private void greet() throws IOException {
        ByteBuffer out = ByteBuffer.allocate(128).put(PREFACE);
        frame(out, 4 * 6, Frame.SETTINGS, 0, 0);
        setting(out, Frame.HEADER_TABLE_SIZE, 0);
        setting(out, Frame.ENABLE_PUSH, 0);
        setting(out, Frame.INITIAL_WINDOW_SIZE, LONGEST_ANSWER);
        setting(out, Frame.MAX_HEADER_LIST_SIZE, LONGEST_HEADERS);
        allow(out, LONGEST_ANSWER - FIRST_WINDOW);
        socket.write(out.flip());
    }

    private static void setting(ByteBuffer out, int name, int value) {
        out.putShort((short) name).putInt(value);
    }

    /** Lets the other side send more on the connection. */
    private static void allow(ByteBuffer out, int bytes) {
        frame(out, 4, Frame.WINDOW_UPDATE, 0, 0);
        out.putInt(bytes);
    }

    private static void frame(ByteBuffer out, int length, int type, int flags, int stream) {
        out.put((byte) (length >> 16)).putShort((short) length);
        out.put((byte) type).put((byte) flags).putInt(stream);
    }

    /** Makes a call; see {@link #call(String, byte[], Map)}. */
    public byte[] call(String method, byte[] request) throws IOException {
        return call(method, request, Map.of());
    }

    /**
     * Makes a call and waits for its answer.
     *
     * @param method the service's whole name, a slash, and the method
     * @param request a message
     * @param headers sent along, with names in lower case
     * @return the answer's message
     * @throws GrpcException where the server answers that it could not
     */
    public byte[] call(String method, byte[] request, Map<String, String> headers)
            throws IOException {
        byte[] fields = HeaderBlock.request("/" + method, headers);
        if (request.length > LONGEST_REQUEST || fields.length > LONGEST_REQUEST) {
            throw new IOException("a question is too long");
        }
        stream += 2;
        int length = PREFIX + request.length;
        ByteBuffer out = ByteBuffer.allocate(3 * Frame.SIZE + 4 + fields.length + length);
        if (owed > 0) {
            allow(out, owed);
            owed = 0;
        }
        frame(out, fields.length, Frame.HEADERS, Frame.END_HEADERS, stream);
        out.put(fields);
        frame(out, length, Frame.DATA, Frame.END_STREAM, stream);
        out.put((byte) 0).putInt(request.length).put(request);
        socket.write(out.flip());
        Answer answer = new Answer();
        while (!answer.ended) {
            receive(answer);
        }
        return answer.message(method);
    }

    private void receive(Answer answer) throws IOException {
        socket.read(header.clear());
        int length = header.getInt(0) >>> 8;
        int type = header.get(3);
        int flags = header.get(4);
        int of = header.getInt(5) & Integer.MAX_VALUE;
        if (length > Frame.LONGEST) {
            throw new IOException("no gRPC server answers, or it sends too much at once");
        }
        answer.received += Frame.SIZE + length;
        if (answer.received > LONGEST_ANSWER) {
            throw new IOException("an answer is longer than " + LONGEST_MESSAGE + " bytes");
        }
        payload = new byte[length];
        socket.read(ByteBuffer.wrap(payload));
        switch (type) {
            case Frame.DATA -> {
                owed += length;
                if (of == stream) {
                    int from = unpadded(flags);
                    answer.data(payload, from, length - padding(flags));
                    answer.ended = (flags & Frame.END_STREAM) != 0;
                }
            }
            case Frame.HEADERS -> headers(answer, flags, of);
            case Frame.RESET -> {
                if (of == stream) {
                    throw new IOException("the call was reset, code " + number(0));
                }
            }
            case Frame.SETTINGS -> {
                if ((flags & Frame.ACKNOWLEDGED) == 0) {
                    reply(Frame.SETTINGS, new byte[0]);
                }
            }
            case Frame.PING -> {
                if ((flags & Frame.ACKNOWLEDGED) == 0) {
                    reply(Frame.PING, payload);
                }
            }
            case Frame.GO_AWAY -> {
                if (number(0) < stream) {
                    throw new IOException("the server takes no more calls, code " + number(4));
                }
            }
            case Frame.PUSH_PROMISE, Frame.CONTINUATION ->
                    throw new IOException("the server sends what nobody asked for");
            default -> {} // windows, which our short questions stay below, and what is new
        }
    }

    /** Reads a block of header fields, which may go on in frames that follow at once. */
    private void headers(Answer answer, int flags, int of) throws IOException {
        int from = unpadded(flags) + ((flags & Frame.PRIORITY) == 0 ? 0 : Frame.PRIORITY_SIZE);
        int to = payload.length - padding(flags);
        if (from > to) {
            throw new IOException("a frame is shorter than it says");
        }
        byte[] block = Arrays.copyOfRange(payload, from, to);
        boolean whole = (flags & Frame.END_HEADERS) != 0;
        while (!whole) {
            socket.read(header.clear());
            int length = header.getInt(0) >>> 8;
            boolean follows = header.get(3) == Frame.CONTINUATION && header.getInt(5) == of;
            if (!follows || block.length + length > LONGEST_HEADERS) {
                throw new IOException("header fields break off or are too long");
            }
            whole = (header.get(4) & Frame.END_HEADERS) != 0;
            int have = block.length;
            block = Arrays.copyOf(block, have + length);
            socket.read(ByteBuffer.wrap(block, have, length));
        }
        if (of == stream) {
            HeaderBlock.read(block, 0, block.length, answer.fields);
            answer.ended = (flags & Frame.END_STREAM) != 0;
        }
    }

    /** Where the content of a frame begins. */
    private int unpadded(int flags) {
        return (flags & Frame.PADDED) == 0 ? 0 : 1;
    }

    /** How many bytes behind the content of a frame are padding. */
    private int padding(int flags) throws IOException {
        if ((flags & Frame.PADDED) == 0) {
            return 0;
        }
        if (payload.length == 0 || (payload[0] & 0xff) >= payload.length) {
            throw new IOException("a frame is shorter than it says");
        }
        return payload[0] & 0xff;
    }

    private int number(int at) throws IOException {
        if (payload.length < at + 4) {
            throw new IOException("a frame is shorter than it says");
        }
        return ByteBuffer.wrap(payload).getInt(at) & Integer.MAX_VALUE;
    }

    private void reply(int type, byte[] content) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(Frame.SIZE + content.length);
        frame(out, content.length, type, Frame.ACKNOWLEDGED, 0);
        socket.write(out.put(content).flip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** What came back for one call so far. */
    private static final class Answer {
        private final Map<String, String> fields = new HashMap<>();
        private byte[] data = new byte[256];
        private int length;
        private int received;

        private boolean ended;

        void data(byte[] bytes, int from, int to) {
            if (length + to - from > data.length) {
                data = Arrays.copyOf(data, Math.max(2 * data.length, length + to - from));
            }
            System.arraycopy(bytes, from, data, length, to - from);
            length += to - from;
        }

        byte[] message(String method) throws IOException {
            String status = fields.getOrDefault("grpc-status", "");
            if (status.isEmpty()) {
                throw new IOException(
                        "no gRPC server answers, but one of HTTP with status "
                                + shown(fields.getOrDefault(":status", "")));
            }
            if (!status.equals("0")) {
                throw new GrpcException(
                        method, code(status), shown(fields.getOrDefault("grpc-message", "")));
            }
            ByteBuffer prefix = ByteBuffer.wrap(data, 0, length);
            if (length < PREFIX || data[0] != 0 || prefix.getInt(1) != length - PREFIX) {
                throw new IOException("an answer is not one plain message");
            }
            return Arrays.copyOfRange(data, PREFIX, length);
        }

        private static int code(String status) throws IOException {
            try {
                return Integer.parseInt(status);
            } catch (NumberFormatException e) {
                throw new IOException("an answer has no status", e);
            }
        }

        /** Text of the other side, fit for a message of ours. */
        private static String shown(String text) {
            String cut = text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
            return cut.replaceAll("\\p{Cntrl}", "?");
        }
    }
}
