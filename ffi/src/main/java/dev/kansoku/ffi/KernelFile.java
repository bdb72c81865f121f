// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the small files of /proc and /sys, and asks for what a path leads to, with as few calls as
 * can be and as bytes. A file that is not there, or not any more, is null: processes vanish at any
 * time. Not thread-safe.
 */
public final class KernelFile {
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_PATH = 0x200000;
    private static final int RESOLVE_NO_MAGICLINKS = 0x02;
    private static final int RESOLVE_IN_ROOT = 0x10;
    private static final int OPEN_HOW_SIZE = 24;
    private static final int STATX_BASIC = 0x7ff;
    private static final int STATX_SIZE = 256;

    private static final Architecture A = Native.ARCHITECTURE;
    private static final int READ = A.select(0, 63);
    private static final int CLOSE = A.select(3, 57);
    private static final int OPENAT = A.select(257, 56);
    private static final int OPENAT2 = 437;
    private static final int READLINKAT = A.select(267, 78);
    private static final int STATX = A.select(332, 291);

    private static final byte[] NOTHING = {};
    private static final int MAX_PATH = 4096;
    private static final int CHUNK = 1 << 16;

    private final NativeBuffer path = new NativeBuffer(MAX_PATH);
    private final NativeBuffer chunk = new NativeBuffer(CHUNK);
    private final NativeBuffer how = new NativeBuffer(OPEN_HOW_SIZE);
    private final NativeBuffer statx = new NativeBuffer(STATX_SIZE);

    /**
     * The whole file.
     *
     * @param limit the most that is read, in bytes
     */
    public byte @Nullable [] read(String file, int limit) {
        if (!putPath(file.getBytes(StandardCharsets.UTF_8))) {
            return null;
        }
        long fd = Native.call(OPENAT, AT_FDCWD, path.address(), O_CLOEXEC, 0, 0, 0);
        if (fd < 0) {
            return null;
        }
        try {
            byte[] all = new byte[0];
            while (all.length < limit) {
                int wanted = Math.min(CHUNK, limit - all.length);
                long got = Native.call(READ, fd, chunk.address(), wanted);
                if (got < 0) {
                    return all.length == 0 ? null : all;
                }
                if (got == 0) {
                    break;
                }
                int before = all.length;
                all = Arrays.copyOf(all, before + (int) got);
                chunk.bytes().get(0, all, before, (int) got);
            }
            return all;
        } finally {
            Native.call(CLOSE, fd, 0, 0);
        }
    }

    /**
     * A regular file below a directory that somebody else has filled, as {@link #withRegular} finds
     * it. Empty where there is none.
     *
     * @param limit the most that is read, in bytes
     */
    public byte[] readUnder(String root, String file, int limit) {
        return withRegular(
                root,
                file,
                NOTHING,
                found -> {
                    byte[] bytes = read(found, limit);
                    return bytes == null ? NOTHING : bytes;
                });
    }

    /**
     * Finds a regular file below a directory that somebody else has filled: links are followed as
     * if that directory were the root, and anything but a regular file counts as none.
     *
     * @param root the directory; a link of /proc such as {@code /proc/1/root} is followed
     * @param file from there on, without a slash at its beginning
     * @param none what is returned where there is none
     * @param use is given a path that leads to the file as long as it runs, whatever becomes of
     *     names
     */
    public <T> T withRegular(String root, String file, T none, Function<String, T> use) {
        if (!putPath(root.getBytes(StandardCharsets.UTF_8))) {
            return none;
        }
        long directory = Native.call(OPENAT, AT_FDCWD, path.address(), O_PATH | O_CLOEXEC, 0, 0, 0);
        if (directory < 0) {
            return none;
        }
        long fd = -1;
        try {
            how.bytes()
                    .putLong(0, O_PATH | O_CLOEXEC)
                    .putLong(8, 0)
                    .putLong(16, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
            if (!putPath(file.getBytes(StandardCharsets.UTF_8))) {
                return none;
            }
            fd =
                    Native.call(
                            OPENAT2, directory, path.address(), how.address(), OPEN_HOW_SIZE, 0, 0);
            if (fd < 0) {
                return none;
            }
            String found = "/proc/self/fd/" + fd;
            FileFacts facts = facts(found);
            return facts != null && facts.isRegular() ? use.apply(found) : none;
        } finally {
            Native.call(CLOSE, directory, 0, 0);
            if (fd >= 0) {
                Native.call(CLOSE, fd, 0, 0);
            }
        }
    }

    /** What a symbolic link says. */
    public byte @Nullable [] link(String file) {
        if (!putPath(file.getBytes(StandardCharsets.UTF_8))) {
            return null;
        }
        long got =
                Native.call(READLINKAT, AT_FDCWD, path.address(), chunk.address(), MAX_PATH, 0, 0);
        if (got < 0) {
            return null;
        }
        byte[] target = new byte[(int) got];
        chunk.bytes().get(0, target);
        return target;
    }

    /** What a path leads to, links followed; null where nothing is there. */
    public @Nullable FileFacts facts(String file) {
        return facts(file.getBytes(StandardCharsets.UTF_8), true);
    }

    /** What a path leads to; null where nothing is there. */
    public @Nullable FileFacts facts(byte[] file, boolean follow) {
        if (!putPath(file)) {
            return null;
        }
        int flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
        long result =
                Native.call(
                        STATX, AT_FDCWD, path.address(), flags, STATX_BASIC, statx.address(), 0);
        if (result < 0) {
            return null;
        }
        return new FileFacts(
                Short.toUnsignedInt(statx.bytes().getShort(28)),
                statx.bytes().getLong(32),
                statx.bytes().getInt(16),
                Integer.toUnsignedLong(statx.bytes().getInt(20)),
                Integer.toUnsignedLong(statx.bytes().getInt(24)),
                time(96),
                time(112),
                device(136),
                device(128));
    }

    private long time(int offset) {
        return statx.bytes().getLong(offset) * 1_000_000_000L + statx.bytes().getInt(offset + 8);
    }

    /** Major and minor number in the form that stat(2) and captures have. */
    private long device(int offset) {
        int major = statx.bytes().getInt(offset);
        int minor = statx.bytes().getInt(offset + 4);
        return Integer.toUnsignedLong((minor & 0xff) | major << 8 | (minor & ~0xff) << 12);
    }

    private boolean putPath(byte[] file) {
        if (file.length >= MAX_PATH) {
            return false;
        }
        path.bytes().put(0, file).put(file.length, (byte) 0);
        return true;
    }
}
