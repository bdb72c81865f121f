package dev.kansoku.scap;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Each piece as a gzip member. */
final class GzipSink implements PieceSink {
    /** A member's header: deflate, no name, no time, unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final int TRAILER = 8;

    /** System calls repeat themselves: more effort gains little. */
    private static final int LEVEL = 1;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final OutputStream out;
    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 checksum = new CRC32();
    private byte[] member = new byte[256 * 1024];
    private long written;

    GzipSink(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(byte[] bytes, int count) throws IOException {
        System.arraycopy(HEADER, 0, member, 0, HEADER.length);
        int end = HEADER.length;
        deflater.reset();
        deflater.setInput(bytes, 0, count);
        deflater.finish();
        while (!deflater.finished()) {
            if (member.length - end <= TRAILER) {
                member = Arrays.copyOf(member, member.length * 2);
            }
            end += deflater.deflate(member, end, member.length - end - TRAILER);
        }
        checksum.reset();
        checksum.update(bytes, 0, count);
        INT.set(member, end, (int) checksum.getValue());
        INT.set(member, end + 4, count);
        end += TRAILER;
        out.write(member, 0, end);
        written += end;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public long bytesWritten() {
        return written;
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        out.close();
    }
}
