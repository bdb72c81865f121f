// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes a capture of any size out of a small one: its head and start tables once, then its event
 * blocks over and over, to which time thus comes again and again. Where the name ends with .gz each
 * run of the event blocks is one gzip member of about a mebibyte after another.
 */
public final class BigCapture {
    private static final int MEMBER = 1 << 20;

    private BigCapture() {}

    /**
     * @param arguments the small capture, plain or gzip; the size unpacked, in MiB; the file to
     *     make
     */
    public static void main(String[] arguments) throws IOException {
        byte[] small = read(Path.of(arguments[0]));
        long size = Long.parseLong(arguments[1]) << 20;
        Path big = Path.of(arguments[2]);
        int head = headOf(small);
        List<byte[]> pieces = pieces(small, head, big.toString().endsWith(".gz"));
        long made = head;
        try (OutputStream out = Files.newOutputStream(big)) {
            out.write(pieces.getFirst());
            while (made < size) {
                for (byte[] piece : pieces.subList(1, pieces.size())) {
                    out.write(piece);
                }
                made += small.length - head;
            }
        }
        System.out.printf("%s: %d bytes unpacked, %d in the file%n", big, made, Files.size(big));
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
            return plain.readAllBytes();
        }
    }

    /** How many bytes come before the first event block. */
    private static int headOf(byte[] capture) {
        ByteBuffer bytes = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (!isEvent(bytes.getInt(at))) {
            at += bytes.getInt(at + 4);
        }
        return at;
    }

    private static boolean isEvent(int type) {
        return type == 0x216 || type == 0x217 || type == 0x221 || type == 0x222;
    }

    /** The head, then the event blocks in pieces, each packed alone where that is asked for. */
    private static List<byte[]> pieces(byte[] small, int head, boolean gzip) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(piece(small, 0, head, gzip));
        for (int at = head; at < small.length; at += MEMBER) {
            pieces.add(piece(small, at, Math.min(MEMBER, small.length - at), gzip));
        }
        return pieces;
    }

    private static byte[] piece(byte[] bytes, int from, int count, boolean gzip)
            throws IOException {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        try (OutputStream out = gzip ? new GZIPOutputStream(piece) : piece) {
            out.write(bytes, from, count);
        }
        return piece.toByteArray();
    }
}
