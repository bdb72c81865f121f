// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.UserEntry;
import dev.kansoku.ffi.FileFacts;
import dev.kansoku.ffi.KernelFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Announces the users and groups that a container has of its own: its {@code /etc/passwd} and
 * {@code /etc/group}, with the numbers that they have on the machine where the container is in a
 * user namespace.
 *
 * <p>The files are the container's, so nothing about them is trusted: links are followed inside the
 * container's root alone, other than regular files are not opened, and what is read is bounded. A
 * file system of the container's own making can keep a reader waiting for ever; that costs one of a
 * few threads that do nothing else. Thread-safe.
 */
public final class ContainerAccounts implements AutoCloseable {
    /** The machine's root as well, where we may look there. */
    private static final String INITS_ROOT = "/proc/1/root/";

    private static final int THREADS = 4;
    private static final int WAITING = 256;
    private static final int LARGEST_FILE = 256 << 10;
    private static final int MOST_ENTRIES = 1024;
    private static final int LONGEST_TEXT = 256;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    10,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(WAITING),
                    Thread.ofPlatform().daemon().name("container-accounts-", 0).factory());

    private final String machinesRoot;

    /**
     * @param machinesRoot where the machine's root directory is seen
     */
    public ContainerAccounts(Path machinesRoot) {
        this.machinesRoot = machinesRoot.toString();
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Reads them from the files that a thread in the container sees.
     *
     * @param tid a thread in the container, which may be gone, or not yet have the container's root
     * @return whether they were read and are announced
     */
    CompletableFuture<Boolean> announce(
            ContainerId container, long tid, Announcements announcements) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> read(container.shortId(), tid, announcements), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private boolean read(String container, long tid, Announcements announcements) {
        KernelFile files = new KernelFile();
        String process = "/proc/" + tid;
        FileFacts itsRoot = files.facts(process + "/root/");
        if (itsRoot == null || isMachines(itsRoot, files)) {
            return false; // gone, or the runtime has still to change its root
        }
        IdMap users = IdMap.of(files.read(process + "/uid_map", LARGEST_FILE));
        IdMap groups = IdMap.of(files.read(process + "/gid_map", LARGEST_FILE));
        String root = process + "/root";
        for (String[] cells : lines(files.readUnder(root, "etc/passwd", LARGEST_FILE))) {
            if (cells.length >= 7 && isNumber(cells[2]) && isNumber(cells[3])) {
                long uid = users.outside(Long.parseLong(cells[2]));
                long gid = groups.outside(Long.parseLong(cells[3]));
                if (uid >= 0 && gid >= 0) {
                    UserEntry user = new UserEntry(uid, gid, cells[0], cells[5], cells[6]);
                    announcements.announce(new Announcement.User(user, container));
                }
            }
        }
        for (String[] cells : lines(files.readUnder(root, "etc/group", LARGEST_FILE))) {
            if (cells.length >= 3 && isNumber(cells[2])) {
                long gid = groups.outside(Long.parseLong(cells[2]));
                if (gid >= 0) {
                    GroupEntry group = new GroupEntry(gid, cells[0]);
                    announcements.announce(new Announcement.Group(group, container));
                }
            }
        }
        return true;
    }

    private boolean isMachines(FileFacts root, KernelFile files) {
        return isSame(root, files.facts(machinesRoot)) || isSame(root, files.facts(INITS_ROOT));
    }

    private static boolean isSame(FileFacts one, @Nullable FileFacts other) {
        return other != null && one.inode() == other.inode() && one.device() == other.device();
    }

    private static List<String[]> lines(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .limit(MOST_ENTRIES)
                .map(line -> line.split(":", 8))
                .filter(ContainerAccounts::isShort)
                .toList();
    }

    private static boolean isShort(String[] cells) {
        for (String cell : cells) {
            if (cell.length() > LONGEST_TEXT) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= 10
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
