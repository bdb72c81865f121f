// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.LittleEndian;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file that a capture is written to. A new one can be read by its owner alone. A regular file
 * of that name makes way for it, so that whoever has the old one open keeps it as it was, and a
 * capture can be rewritten under its own name. Nothing is ever written through a symbolic link.
 * Pipes and devices are written as they are.
 */
final class CaptureFile extends PieceTarget {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    /** What a process has open already is no link that somebody could have laid. */
    private static final String OWN_DESCRIPTORS = "/dev/fd/";

    private static final String LONG_OWN_DESCRIPTORS = "/proc/self/fd/";

    private final FileChannel channel;

    /** Whether what was written in vain can be cut off again. */
    private final boolean regular;

    /** Whether pieces are blocks as they are, so that a part of one can be kept. */
    private final boolean plain;

    private CaptureFile(FileChannel channel, boolean regular, boolean plain) {
        this.channel = channel;
        this.regular = regular;
        this.plain = plain;
    }

    /**
     * Opens a target by its name; {@code -} is standard output.
     *
     * @param plain whether its pieces will not be compressed
     */
    static PieceTarget open(String name, boolean plain) throws IOException {
        if (isStandardOutput(name)) {
            return new Stream(new FileOutputStream(FileDescriptor.out));
        }
        Path file = Path.of(name);
        if (name.startsWith(OWN_DESCRIPTORS) || name.startsWith(LONG_OWN_DESCRIPTORS)) {
            return new Stream(Files.newOutputStream(file, StandardOpenOption.WRITE));
        }
        BasicFileAttributes there = attributes(file);
        if (there != null && there.isSymbolicLink()) {
            throw new IOException("is a symbolic link, through which no capture is written");
        }
        if (there != null && there.isDirectory()) {
            throw new IOException("is a directory");
        }
        if (there != null && there.isOther()) {
            return new CaptureFile(
                    FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    false,
                    plain);
        }
        if (there != null) {
            Files.deleteIfExists(file);
        }
        try {
            return new CaptureFile(FileChannel.open(file, NEW, attributesFor(file)), true, plain);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("somebody else makes a file of this name at this moment", e);
        } catch (NoSuchFileException e) {
            throw new IOException("No such directory", e);
        }
    }

    static boolean isStandardOutput(String name) {
        return name.equals("-") || name.equals("/dev/stdout");
    }

    /** What a name stands for, itself and not what it leads to; null where it is free. */
    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static FileAttribute<?>[] attributesFor(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0];
    }

    @Override
    void append(byte[] bytes, int count, long offset) throws IOException {
        ByteBuffer piece = ByteBuffer.wrap(bytes, 0, count);
        try {
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        } catch (IOException e) {
            int kept = plain ? wholeBlocks(bytes, piece.position()) : 0;
            throw new IOException(e.getMessage() + endAt(offset + kept), e);
        }
    }

    /** The size of the whole blocks among the first bytes of a piece. */
    private static int wholeBlocks(byte[] bytes, int written) {
        int end = 0;
        while (written - end >= BlockType.HEADER) {
            int length = (int) LittleEndian.signed(bytes, end + 4, 4);
            if (length > written - end) {
                break;
            }
            end += length;
        }
        return end;
    }

    /** Takes back what reached the file of a torn block, and says how the file ends now. */
    private String endAt(long offset) {
        if (!regular) {
            return "";
        }
        String whole = "; the capture ends at offset " + offset;
        try {
            channel.truncate(offset);
            return whole + " and is whole up to there";
        } catch (IOException e) {
            return whole + ", behind which a torn block could not be cut off: " + e.getMessage();
        }
    }

    @Override
    void flush() {
        // the channel keeps nothing back
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
