package dev.kansoku.rules.output;

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
            ByteBuffer header = buffer(TAKEN).putLong(MAGIC).putLong(VERSION);
            segment.write(header.flip(), 0);
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
        ByteBuffer header = read(0, HEADER);
        if (header == null || header.getLong(0) != MAGIC || header.getLong(8) != VERSION) {
            throw new IOException(file + " is no file of alerts that wait");
        }
        long upTo = header.getLong(TAKEN);
        boolean known = sumOf(header.array(), TAKEN, 8) == header.getInt(TAKEN + 8);
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
        ByteBuffer header = read(offset, RECORD_HEADER);
        if (header == null || header.getInt(0) < 0 || header.getInt(0) > LONGEST) {
            return -1;
        }
        ByteBuffer message = read(offset + RECORD_HEADER, header.getInt(0));
        return message != null && sumOf(message.array(), 0, message.capacity()) == header.getInt(4)
                ? header.getInt(0)
                : -1;
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
        int length = offset >= end ? -1 : lengthAt(offset);
        if (length < 0) {
            return null;
        }
        ByteBuffer message = read(offset + RECORD_HEADER, length);
        return message == null ? null : message.array();
    }

    /** The first record is done with. */
    void take() throws IOException {
        ByteBuffer header = records == 0 ? null : read(taken, RECORD_HEADER);
        if (header == null) {
            throw new IOException("no record at offset " + taken + " of " + file);
        }
        taken += RECORD_HEADER + header.getInt(0);
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
        ByteBuffer bytes = buffer(12).putLong(taken);
        write(bytes.putInt(sumOf(bytes.array(), 0, 8)).flip(), TAKEN);
    }

    private void write(ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private @Nullable ByteBuffer read(long offset, int length) throws IOException {
        if (offset + length > channel.size()) {
            return null;
        }
        ByteBuffer bytes = buffer(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                return null;
            }
        }
        return bytes.rewind();
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
