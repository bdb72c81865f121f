// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.grpc;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gRPC server on a unix socket that answers what a test tells it to. */
public final class GrpcDouble implements Closeable {
    private static final int PREFACE = 24;

    private final ServerSocketChannel server;
    private final Conversation conversation;

    /** Methods that were called, in their order. */
    public final List<String> called = new CopyOnWriteArrayList<>();

    /** All that happens on a connection. */
    public interface Conversation {
        void hold(DataInputStream in, DataOutputStream out) throws Exception;
    }

    /** What a call is answered. */
    public interface Answers {
        /** A message, or null for a status that says that there is no such method. */
        byte[] to(String method, byte[] request) throws Exception;
    }

    /** Thrown by answers for a status that is not OK. */
    public static final class Status extends Exception {
        private static final long serialVersionUID = 1;

        private final int code;
        private final String text;

        public Status(int code, String text) {
            this.code = code;
            this.text = text;
        }
    }

    private GrpcDouble(Path socket, Conversation conversation) throws IOException {
        this.conversation = conversation;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 1);
        Thread.startVirtualThread(this::accept);
    }

    /** A server that does as it likes. */
    public static GrpcDouble conversing(Path socket, Conversation conversation) throws IOException {
        return new GrpcDouble(socket, conversation);
    }

    /** A server that answers calls. */
    public static GrpcDouble answering(Path socket, Answers answers) throws IOException {
        GrpcDouble[] made = new GrpcDouble[1];
        made[0] =
                new GrpcDouble(
                        socket,
                        (in, out) -> {
                            in.readFully(new byte[PREFACE]);
                            frame(out, Frame.SETTINGS, 0, 0, new byte[0]);
                            made[0].serve(in, out, answers);
                        });
        return made[0];
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                Thread.startVirtualThread(() -> converse(channel));
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private void converse(SocketChannel channel) {
        try (channel) {
            conversation.hold(
                    new DataInputStream(Channels.newInputStream(channel)),
                    new DataOutputStream(Channels.newOutputStream(channel)));
        } catch (Exception e) {
            // the client has had enough, which the test knows
        }
    }

    private void serve(DataInputStream in, DataOutputStream out, Answers answers) throws Exception {
        Map<Integer, String> methods = new HashMap<>();
        while (true) {
            int lengthAndType = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(lengthAndType >>> 8);
            switch (lengthAndType & 0xff) {
                case Frame.HEADERS -> {
                    // two fields of one byte; then the path: its number, its length, itself
                    String path = new String(payload, 4, payload[3], StandardCharsets.US_ASCII);
                    methods.put(stream, path.substring(1));
                }
                case Frame.DATA -> {
                    if ((flags & Frame.END_STREAM) != 0) {
                        byte[] request = new byte[payload.length - 5];
                        System.arraycopy(payload, 5, request, 0, request.length);
                        String method = methods.getOrDefault(stream, "");
                        called.add(method);
                        answer(out, stream, method, request, answers);
                    }
                }
                default -> {} // settings and windows
            }
        }
    }

    private static void answer(
            DataOutputStream out, int stream, String method, byte[] request, Answers answers)
            throws Exception {
        try {
            byte[] message = answers.to(method, request);
            if (message == null) {
                throw new Status(12, "unknown method");
            }
            frame(out, Frame.HEADERS, Frame.END_HEADERS, stream, new byte[] {(byte) 0x88});
            byte[] framed = framed(message);
            for (int at = 0; at < framed.length; at += Frame.LONGEST) {
                int length = Math.min(Frame.LONGEST, framed.length - at);
                byte[] part = new byte[length];
                System.arraycopy(framed, at, part, 0, length);
                frame(out, Frame.DATA, 0, stream, part);
            }
            frame(out, Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, stream, status("0"));
        } catch (Status e) {
            ByteArrayOutputStream fields = new ByteArrayOutputStream();
            fields.write(0x88);
            fields.writeBytes(status(String.valueOf(e.code)));
            fields.writeBytes(field("grpc-message", e.text));
            int flags = Frame.END_HEADERS | Frame.END_STREAM;
            frame(out, Frame.HEADERS, flags, stream, fields.toByteArray());
        }
    }

    static byte[] framed(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(message.length >> shift);
        }
        out.writeBytes(message);
        return out.toByteArray();
    }

    static byte[] status(String status) {
        return field("grpc-status", status);
    }

    static byte[] field(String name, String value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(value.length());
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
            throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(frame);
        data.writeInt(payload.length << 8 | type);
        data.writeByte(flags);
        data.writeInt(stream);
        data.write(payload);
        out.write(frame.toByteArray());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
