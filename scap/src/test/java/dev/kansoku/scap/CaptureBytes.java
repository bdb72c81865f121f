// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** A capture made by hand, byte by byte. */
final class CaptureBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A capture that begins as every capture does. */
    static CaptureBytes capture() {
        return new CaptureBytes().section();
    }

    CaptureBytes u8(int value) {
        out.write(value);
        return this;
    }

    CaptureBytes u16(int value) {
        return u8(value).u8(value >> 8);
    }

    CaptureBytes u32(long value) {
        return u16((int) value).u16((int) (value >> 16));
    }

    CaptureBytes u64(long value) {
        return u32(value).u32(value >> 32);
    }

    CaptureBytes raw(int... values) {
        for (int value : values) {
            u8(value);
        }
        return this;
    }

    CaptureBytes raw(byte[] values) {
        out.writeBytes(values);
        return this;
    }

    CaptureBytes filled(int value, int count) {
        for (int i = 0; i < count; i++) {
            u8(value);
        }
        return this;
    }

    /** Text with its length in front. */
    CaptureBytes text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return u16(bytes.length).raw(bytes);
    }

    CaptureBytes block(int type, Consumer<CaptureBytes> body) {
        CaptureBytes inner = new CaptureBytes();
        body.accept(inner);
        while (inner.out.size() % 4 != 0) {
            inner.u8(0);
        }
        int length = inner.out.size() + 12;
        return u32(type).u32(length).raw(inner.bytes()).u32(length);
    }

    /** An entry with its length in front, which counts itself or not. */
    CaptureBytes entry(boolean countsItself, Consumer<CaptureBytes> body) {
        CaptureBytes inner = new CaptureBytes();
        body.accept(inner);
        return u32(inner.out.size() + (countsItself ? 4 : 0)).raw(inner.bytes());
    }

    CaptureBytes section() {
        return block(0x0A0D0D0A, b -> b.u32(0x1A2B3C4D).u16(1).u16(2).u64(-1));
    }

    /** An event block of the second generation. */
    CaptureBytes event(int type, int cpu, byte[] event) {
        return block(type, b -> b.u16(cpu).raw(event));
    }

    CaptureBytes flaggedEvent(int type, int cpu, int flags, byte[] event) {
        return block(type, b -> b.u16(cpu).u32(flags).raw(event));
    }

    /** An event without a parameter count in its header. */
    static byte[] firstGeneration(byte[] event) {
        byte[] old = new byte[event.length - 4];
        System.arraycopy(event, 0, old, 0, 22);
        System.arraycopy(event, 26, old, 22, old.length - 22);
        int length = old.length;
        for (int i = 0; i < 4; i++) {
            old[16 + i] = (byte) (length >> (8 * i));
        }
        return old;
    }

    int size() {
        return out.size();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    static Reading read(byte[] bytes) throws IOException {
        return Reading.of(ScapReader.open(new ByteArrayInputStream(bytes), "made.scap"));
    }
}
