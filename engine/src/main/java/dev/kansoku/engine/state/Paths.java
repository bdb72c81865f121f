// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.PathText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes whole paths of what calls were given. Not thread-safe. */
final class Paths {
    /** The family's number for the working directory in place of a directory's fd. */
    static final long AT_FDCWD = -100;

    /** The kernel's longest path. */
    private static final int LONGEST = 4096;

    private static final byte[] ROOT = Bytes.ascii("/");

    private static final byte[] UNKNOWN = Bytes.ascii("<UNKNOWN>");

    /** A working directory that nobody knows. */
    static final byte[] UNKNOWN_DIRECTORY = Bytes.ascii("<UNKNOWN>/");

    private final TextBuffer out = new TextBuffer();
    private final SharedTexts texts;

    Paths(SharedTexts texts) {
        this.texts = texts;
    }

    /** A path seen from a directory; a whole path stays what it is. */
    byte[] resolve(byte[] directory, byte[] path) {
        out.clear();
        if (path.length == 0 || path[0] != '/') {
            out.put(directory);
        }
        PathText.follow(out, 0, path, 0, path.length);
        return texts.of(out);
    }

    /**
     * A directory seen from another, a slash at its end. One that no kernel would have accepted is
     * cut, or events could make it grow without end.
     */
    byte[] directory(byte[] from, byte[] path) {
        byte[] whole = resolve(from, path);
        return withSlash(whole.length > LONGEST ? Arrays.copyOf(whole, LONGEST) : whole);
    }

    /**
     * The working directory after a change. Above one that is not known there is no telling where
     * {@code ..} leads to.
     */
    byte[] changed(byte[] directory, byte[] path) {
        if (Arrays.equals(path, UNKNOWN_DIRECTORY)) {
            return UNKNOWN_DIRECTORY;
        }
        boolean whole = path.length > 0 && path[0] == '/';
        return !whole && startsUnknown(directory) && leadsUp(path)
                ? UNKNOWN_DIRECTORY
                : directory(directory, path);
    }

    private static boolean startsUnknown(byte[] directory) {
        int length = UNKNOWN.length;
        return directory.length >= length
                && Arrays.equals(directory, 0, length, UNKNOWN, 0, length);
    }

    private static boolean leadsUp(byte[] path) {
        for (int i = 0; i + 1 < path.length; i++) {
            boolean begins = i == 0 || path[i - 1] == '/';
            boolean ends = i + 2 == path.length || path[i + 2] == '/';
            if (begins && ends && path[i] == '.' && path[i + 1] == '.') {
                return true;
            }
        }
        return false;
    }

    /** A path seen from the directory behind a thread's fd, or from its working directory. */
    byte[] resolve(ThreadState thread, long dirfd, byte[] path) {
        if (path.length > 0 && path[0] == '/') {
            return resolve(Bytes.EMPTY, path);
        }
        return resolve(directory(thread, dirfd), path);
    }

    /**
     * The same as a capture with enters shows it: behind the root directory's fd its tools write
     * two slashes ({@code //etc}), and filters over such captures expect them.
     */
    byte[] resolveAsWritten(ThreadState thread, long dirfd, byte[] path) {
        byte[] whole = resolve(thread, dirfd, path);
        if (dirfd == AT_FDCWD || path.length == 0 || path[0] == '/' || whole.length < 2) {
            return whole;
        }
        FdState fd = thread.fds().get(dirfd);
        return fd != null && isRoot(fd.name) ? Bytes.joined(ROOT, whole) : whole;
    }

    static boolean isRoot(byte[] directory) {
        return directory.length == 1 && directory[0] == '/';
    }

    /** What relative paths begin with, a slash at its end. */
    byte[] directory(ThreadState thread, long dirfd) {
        if (dirfd == AT_FDCWD) {
            return thread.cwd();
        }
        FdState fd = thread.fds().get(dirfd);
        return fd == null ? UNKNOWN : withSlash(fd.name);
    }

    static boolean isUnknown(byte[] directory) {
        return directory == UNKNOWN;
    }

    static byte[] withSlash(byte[] path) {
        if (path.length > 0 && path[path.length - 1] == '/') {
            return path;
        }
        byte[] longer = Arrays.copyOf(path, path.length + 1);
        longer[path.length] = '/';
        return longer;
    }

    static boolean isMissing(byte @Nullable [] text) {
        return text == null || text.length == 0 || Arrays.equals(text, Bytes.NOT_AVAILABLE);
    }
}
