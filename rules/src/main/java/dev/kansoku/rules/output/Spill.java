// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that wait on disk, in the order in which they came: files of a folder, the oldest first. A
 * file goes when all of it has been taken. What waited when a process ended, in whatever way, waits
 * still when the next one opens the folder. Not thread-safe; one process at a time has a folder.
 */
final class Spill implements Closeable {
    private static final String SUFFIX = ".spill";
    private static final int SEGMENTS = 16;
    private static final long SMALLEST_SEGMENT = 64 << 10;

    private final Path folder;
    private final FileChannel lock;
    private final long limit;
    private final long segmentSize;
    private final ArrayDeque<SpillSegment> segments = new ArrayDeque<>();
    private long next;
    private long waiting;
    private long bytes;
    private long damaged;
    private boolean tailOpen;

    private Spill(Path folder, FileChannel lock, long limit) {
        this.folder = folder;
        this.lock = lock;
        this.limit = limit;
        this.segmentSize = Math.max(SMALLEST_SEGMENT, limit / SEGMENTS);
    }

    /**
     * @param folder is made where it is not there
     * @param limit of the bytes of all files in it
     */
    static Spill open(Path folder, long limit) throws IOException {
        makeFolder(folder);
        FileChannel lock =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        try {
            if (lock.tryLock() == null) {
                throw new IOException(folder + " is used by another process");
            }
            Spill spill = new Spill(folder, lock, limit);
            spill.recover();
            return spill;
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new IOException(folder + " is used by another output", e);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent);
        }
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(folder);
            }
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " is no folder");
        }
    }

    private void recover() throws IOException {
        List<Path> files;
        try (var all = Files.list(folder)) {
            files = all.filter(Spill::isSegment).sorted().toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            next = Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) + 1;
            SpillSegment segment;
            try {
                segment = SpillSegment.open(file);
            } catch (IOException e) {
                damaged += Files.size(file);
                Files.move(
                        file,
                        file.resolveSibling(name + ".damaged"),
                        StandardCopyOption.REPLACE_EXISTING);
                continue;
            }
            damaged += segment.damaged();
            if (segment.records() == 0) {
                segment.delete();
                continue;
            }
            waiting += segment.records();
            bytes += segment.size();
            segments.add(segment);
        }
    }

    private static boolean isSegment(Path file) {
        return file.getFileName().toString().matches("[0-9]{16}\\.spill")
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Writes an alert behind the others.
     *
     * @return whether there was room below the limit
     */
    boolean append(AlertMessage message) throws IOException {
        byte[] record = MessageBytes.of(message);
        long size = (long) SpillSegment.RECORD_HEADER + record.length;
        boolean fits = tailOpen && segments.getLast().size() + size <= segmentSize;
        if (record.length > SpillSegment.LONGEST
                || bytes + size + (fits ? 0 : SpillSegment.HEADER) > limit) {
            return false;
        }
        if (!fits) {
            String name = String.format(Locale.ROOT, "%016d%s", next, SUFFIX);
            segments.add(SpillSegment.create(folder.resolve(name)));
            next++;
            bytes += SpillSegment.HEADER;
            tailOpen = true;
        }
        segments.getLast().append(record);
        bytes += size;
        waiting++;
        return true;
    }

    /**
     * Reads the first alerts and leaves them where they are.
     *
     * @param most how many, at most, of one file
     */
    List<AlertMessage> first(int most) throws IOException {
        List<AlertMessage> messages = new ArrayList<>();
        while (messages.isEmpty() && !segments.isEmpty()) {
            SpillSegment head = segments.getFirst();
            long at = head.first();
            int count = Math.min(most, head.records());
            while (messages.size() < count) {
                byte[] record = record(head, at);
                AlertMessage message = record == null ? null : MessageBytes.read(record);
                if (record == null || message == null) {
                    break;
                }
                messages.add(message);
                at += SpillSegment.RECORD_HEADER + record.length;
            }
            if (messages.isEmpty()) {
                giveUp(head);
            }
        }
        return messages;
    }

    /** Null where it cannot be read, for whatever reason. */
    private static byte @Nullable [] record(SpillSegment segment, long at) {
        try {
            return segment.message(at);
        } catch (IOException _) {
            return null;
        }
    }

    private void giveUp(SpillSegment segment) throws IOException {
        waiting -= segment.records();
        damaged += segment.giveUp();
        drop(segment);
    }

    /** The first alerts, so many, have been delivered. */
    void take(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SpillSegment head = segments.getFirst();
            try {
                head.take();
            } catch (IOException e) {
                giveUp(head);
                throw e;
            }
            waiting--;
            if (head.records() == 0) {
                drop(head);
            }
        }
    }

    private void drop(SpillSegment head) throws IOException {
        segments.removeFirst();
        bytes -= head.size();
        tailOpen &= !segments.isEmpty();
        head.delete();
    }

    /** Has what was written reach the disk. */
    void force() throws IOException {
        if (!segments.isEmpty()) {
            segments.getLast().force();
        }
    }

    /** How many alerts wait. */
    long waiting() {
        return waiting;
    }

    /** Bytes that could not be read again. */
    long damaged() {
        return damaged;
    }

    @Override
    public void close() throws IOException {
        for (SpillSegment segment : segments) {
            segment.close();
        }
        lock.close();
    }
}
