// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A file that is still being written: at its end, reading waits for more. It ends when {@link
 * #stop} is called, or when the file has lost its name, to another one or to none, and has not
 * grown for a second since. A file that becomes shorter was begun anew under the reader: an error.
 *
 * <p>One thread reads; {@link #stop} and {@link #close} may be called by any.
 */
public final class FollowedFile extends InputStream {
    /** Between two looks at the file's size: a user does not notice, and a CPU hardly. */
    private static final long POLL_MILLIS = 25;

    /** Looks at the size for one at the name. */
    private static final int POLLS_PER_LOOK = 40;

    private final Path path;
    private final FileChannel channel;
    private final @Nullable Object key;
    private volatile boolean stopped;

    private FollowedFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.key = keyOf(path);
    }

    /** Opens a file, which may be empty as yet. */
    public static FollowedFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new FollowedFile(path, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Lets reading end at the end of what is there. */
    public void stop() {
        stopped = true;
    }

    /** What messages call it. */
    String name() {
        return path.toString();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        ByteBuffer into = ByteBuffer.wrap(bytes, offset, count);
        int polls = 0;
        boolean lost = false;
        while (true) {
            boolean last = stopped;
            int read = channel.read(into);
            if (read != -1) {
                return read;
            }
            requireSameLength();
            if (last || !pause()) {
                return -1;
            }
            if (++polls % POLLS_PER_LOOK == 0) {
                if (lost) {
                    return -1;
                }
                lost = key != null && !key.equals(keyOf(path));
            }
        }
    }

    private void requireSameLength() throws IOException {
        long size = channel.size();
        long read = channel.position();
        if (size < read) {
            throw new IOException(
                    path
                            + ": became shorter while it was followed, from "
                            + read
                            + " bytes to "
                            + size
                            + ": it was begun anew");
        }
    }

    /** Waits a moment; false where the reader is closed meanwhile. */
    private static boolean pause() {
        try {
            Thread.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null; // removed
        }
    }

    @Override
    public int available() throws IOException {
        return (int) Math.clamp(channel.size() - channel.position(), 0, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        channel.close();
    }
}
