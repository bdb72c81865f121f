// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import dev.kansoku.event.LittleEndian;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of alerts that wait. Little endian.
 *
 * <pre>
 *   0               8               16              24      28
 *  +---------------+---------------+---------------+-------+----------
 *  | "KANSPILL"    | version (1)   | taken up to   | crc32c| records
 *  +---------------+---------------+---------------+-------+----------
 *
 *   0       4       8
 *  +-------+-------+---------
 *  | length| crc32c| message     a record; the sum is over the message
 *  +-------+-------+---------
 * </pre>
 *
 * <p>"Taken up to" is the offset of the first record that nobody has yet; its sum tells whether it
 * was written whole. Nothing is written through a symbolic link, and its owner alone can read it.
 */
final class SpillSegment implements Closeable {
    static final int HEADER = 28;
    static final int RECORD_HEADER = 8;

    /** No alert is that long: a record that claims more is damaged. */
    static final int LONGEST = 16 << 20;

    private static final long MAGIC = 0x4c4c4950_534e414bL;
    private static final long VERSION = 1;
    private static final int TAKEN = 16;
    private static final Set<OpenOption> ANEW =
            Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> AGAIN =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final FileChannel channel;
    private final CRC32C sum = new CRC32C();

    private long taken = HEADER;
    private long end = HEADER;
    private int records;
    private long damaged;

    private SpillSegment(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static SpillSegment create(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileChannel channel =
                posix ? FileChannel.open(file, ANEW, OWNER_ONLY) : FileChannel.open(file, ANEW);
        SpillSegment segment = new SpillSegment(file, channel);
        try {
            segment.write(buffer(TAKEN).putLong(MAGIC).putLong(VERSION).flip(), 0);
            segment.writeTaken();
            return segment;
        } catch (IOException e) {
            segment.delete();
            throw e;
        }
    }

    /** Opens one that an earlier run left; what is torn at its end is cut off. */
    static SpillSegment open(Path file) throws IOException {
        SpillSegment segment = new SpillSegment(file, FileChannel.open(file, AGAIN));
        try {
            segment.recover();
            return segment;
        } catch (IOException e) {
            segment.close();
            throw e;
        }
    }

    private void recover() throws IOException {
        long size = channel.size();
        byte[] header = read(0, HEADER);
        if (header == null
                || LittleEndian.signed(header, 0, 8) != MAGIC
                || LittleEndian.signed(header, 8, 8) != VERSION) {
            throw new IOException(file + " is no file of alerts that wait");
        }
        long upTo = LittleEndian.signed(header, TAKEN, 8);
        boolean known = sumOf(header, TAKEN, 8) == (int) LittleEndian.signed(header, TAKEN + 8, 4);
        long at = HEADER;
        while (true) {
            int length = lengthAt(at);
            if (length < 0) {
                break;
            }
            if (known && at < upTo) {
                taken = at + RECORD_HEADER + length;
            } else {
                records++;
            }
            at += RECORD_HEADER + length;
        }
        end = at;
        damaged = size - at;
        if (damaged > 0) {
            channel.truncate(at);
        }
    }

    /** The length of a whole record, or -1 where there is none. */
    private int lengthAt(long offset) throws IOException {
        byte[] message = whole(offset);
        return message == null ? -1 : message.length;
    }

    /** The message of a record whose sum is right, or null. */
    private byte @Nullable [] whole(long offset) throws IOException {
        byte[] header = read(offset, RECORD_HEADER);
        int length = header == null ? -1 : (int) LittleEndian.signed(header, 0, 4);
        if (header == null || length < 0 || length > LONGEST) {
            return null;
        }
        byte[] message = read(offset + RECORD_HEADER, length);
        boolean right =
                message != null
                        && sumOf(message, 0, length) == (int) LittleEndian.signed(header, 4, 4);
        return right ? message : null;
    }

    /** Writes a record behind the others, or nothing where that fails. */
    void append(byte[] message) throws IOException {
        ByteBuffer record =
                buffer(RECORD_HEADER + message.length)
                        .putInt(message.length)
                        .putInt(sumOf(message, 0, message.length))
                        .put(message);
        try {
            write(record.flip(), end);
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
        end += RECORD_HEADER + message.length;
        records++;
    }

    /**
     * The message of a record.
     *
     * @param offset of the record
     * @return null where it cannot be read any more
     */
    byte @Nullable [] message(long offset) throws IOException {
        return offset >= end ? null : whole(offset);
    }

    /** The first record is done with. */
    void take() throws IOException {
        byte[] header = records == 0 ? null : read(taken, RECORD_HEADER);
        if (header == null) {
            throw new IOException("no record at offset " + taken + " of " + file);
        }
        taken += RECORD_HEADER + LittleEndian.signed(header, 0, 4);
        records--;
        writeTaken();
    }

    /** None of the rest can be read. */
    long giveUp() {
        long rest = end - taken;
        taken = end;
        records = 0;
        return rest;
    }

    private void writeTaken() throws IOException {
        byte[] offset = new byte[8];
        ByteBuffer.wrap(offset).order(ByteOrder.LITTLE_ENDIAN).putLong(taken);
        write(buffer(12).put(offset).putInt(sumOf(offset, 0, 8)).flip(), TAKEN);
    }

    private void write(ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private byte @Nullable [] read(long offset, int length) throws IOException {
        if (offset + length > channel.size()) {
            return null;
        }
        byte[] read = new byte[length];
        ByteBuffer bytes = ByteBuffer.wrap(read);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                return null;
            }
        }
        return read;
    }

    private int sumOf(byte[] bytes, int from, int length) {
        sum.reset();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    int records() {
        return records;
    }

    /** The offset of the first record that nobody has yet. */
    long first() {
        return taken;
    }

    long size() {
        return end;
    }

    long damaged() {
        return damaged;
    }

    void force() throws IOException {
        channel.force(false);
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
