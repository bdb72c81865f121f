// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lines appended to a file, which its owner alone can read where it is made anew; one that follows
 * another has the other's permissions. Nothing is written through a symbolic link. A line that did
 * not fit on the disk is cut off again and tried later.
 */
final class FileOutput implements AlertOutput {
    private static final Set<OpenOption> APPEND =
            Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND,
                    LinkOption.NOFOLLOW_LINKS);

    /** A pipe that nobody reads yet is opened without waiting for a reader. */
    private static final Set<OpenOption> PIPE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path file;
    private final boolean keepOpen;
    private final FileRotation rotation;
    private Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-------");

    private volatile @Nullable FileChannel channel;
    private boolean regular;
    private long since;

    FileOutput(Path file, boolean keepOpen, FileRotation rotation) {
        this.file = file;
        this.keepOpen = keepOpen;
        this.rotation = rotation;
    }

    /** Opens the file, so that a mistake is told before it is needed. */
    FileOutput opened() throws IOException {
        open();
        if (!keepOpen) {
            close();
        }
        return this;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public int send(List<AlertMessage> messages) throws IOException {
        FileChannel to = channel;
        if (to == null || !to.isOpen()) {
            to = open();
        }
        try {
            int count = messages.size();
            if (regular) {
                long age = System.currentTimeMillis() - since;
                if (rotation.isDue(to.size(), messages.getFirst().body().length + 1, age)) {
                    to = rotate();
                }
                count = countThatFits(messages, to.size());
            }
            append(to, Lines.of(messages.subList(0, count)));
            return count;
        } finally {
            if (!keepOpen) {
                close();
            }
        }
    }

    /** At least one: a single alert may be larger than a file is to be. */
    private int countThatFits(List<AlertMessage> messages, long size) {
        if (rotation.bytes() == 0) {
            return messages.size();
        }
        int count = 0;
        long end = size;
        for (AlertMessage message : messages) {
            end += message.body().length + 1;
            if (count > 0 && end > rotation.bytes()) {
                break;
            }
            count++;
        }
        return count;
    }

    private void append(FileChannel to, byte[] lines) throws IOException {
        long before = regular ? to.size() : 0;
        ByteBuffer bytes = ByteBuffer.wrap(lines);
        try {
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        } catch (IOException e) {
            if (regular && to.isOpen() && to.size() == before + bytes.position()) {
                to.truncate(before);
            }
            throw e;
        }
    }

    private FileChannel rotate() throws IOException {
        if (isPosix()) {
            permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        }
        close();
        rotation.move(file);
        return open();
    }

    private boolean isPosix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private FileChannel open() throws IOException {
        BasicFileAttributes there = attributes();
        if (there != null && there.isSymbolicLink()) {
            throw new IOException(file + " is a symbolic link, through which nothing is written");
        }
        if (there != null && there.isDirectory()) {
            throw new IOException(file + " is a folder");
        }
        regular = there == null || there.isRegularFile();
        since = there == null ? System.currentTimeMillis() : there.creationTime().toMillis();
        FileAttribute<?>[] attributes =
                isPosix()
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                        : new FileAttribute<?>[0];
        try {
            FileChannel opened =
                    regular
                            ? FileChannel.open(file, APPEND, attributes)
                            : FileChannel.open(file, PIPE);
            channel = opened;
            return opened;
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such folder", e);
        }
    }

    /** Of the name itself and not what it leads to; null where it is free. */
    private @Nullable BasicFileAttributes attributes() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void reopen() throws IOException {
        close();
        if (keepOpen) {
            open();
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
