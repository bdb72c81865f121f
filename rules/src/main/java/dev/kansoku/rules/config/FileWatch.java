// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Tells when files, or those in folders, say something else than before. A thread of its own waits
 * for the kernel's word that something happened in the folders; what counts then is what the files
 * hold, so that a touched file changes nothing, and a link that leads elsewhere, as those of
 * Kubernetes' volumes, does. Where the kernel says nothing, it looks once a minute.
 */
public final class FileWatch implements Closeable {
    private static final long NANOS_PER_LOOK = TimeUnit.SECONDS.toNanos(60);
    private static final int LONGEST_WAIT = 10;
    private static final int MOST_FILES = 10_000;
    private static final int MOST_LINKS = 16;
    private static final int LONGEST_FILE = 16 << 20;

    private volatile List<Path> files;
    private final long settle;
    private final Runnable changed;
    private final @Nullable WatchService watcher;
    private final Map<Path, WatchKey> watched = new HashMap<>();
    private final Thread thread;

    private volatile Map<Path, Long> before;

    /**
     * Notes what the files hold now: what changes from here on is told after {@link #start}.
     *
     * @param files files and folders, which need not exist
     * @param settle nanoseconds that nothing must happen before it is told
     * @param changed is called on the watch's own thread
     */
    public FileWatch(List<Path> files, long settle, Runnable changed) {
        this.files = files.stream().map(Path::toAbsolutePath).toList();
        this.settle = settle;
        this.changed = changed;
        this.watcher = watcher();
        this.before = contents();
        this.thread = Thread.ofPlatform().daemon().name("kansoku-watch").unstarted(this::watch);
    }

    private static @Nullable WatchService watcher() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException _) {
            // Too many of them are in use: looking once a minute remains.
            return null;
        }
    }

    /**
     * Watches other files from now on. Those that are new here count as read: what they hold now is
     * no change.
     *
     * @param others files and folders, which need not exist
     */
    public void watch(List<Path> others) {
        List<Path> absolute = others.stream().map(Path::toAbsolutePath).toList();
        if (absolute.equals(files)) {
            return;
        }
        Map<Path, Long> known = before;
        files = absolute;
        Map<Path, Long> now = contents();
        now.replaceAll((file, content) -> known.getOrDefault(file, content));
        before = now;
    }

    /** Begins to tell. */
    public void start() {
        thread.start();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                register();
                compare();
                if (await(NANOS_PER_LOOK)) {
                    long waited = 0;
                    while (waited < LONGEST_WAIT && await(settle)) {
                        waited++;
                    }
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException _) {
            // It was closed.
        }
    }

    private void compare() {
        Map<Path, Long> now = contents();
        if (!now.equals(before)) {
            before = now;
            changed.run();
        }
    }

    /** Waits for something to happen in the folders, so long at most. */
    private boolean await(long nanos) throws InterruptedException {
        if (watcher == null) {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return false;
        }
        WatchKey key = watcher.poll(nanos, TimeUnit.NANOSECONDS);
        if (key == null) {
            return false;
        }
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = watcher.poll();
        }
        return true;
    }

    /** Folders come, go and are reached in other ways, so they are registered before each wait. */
    private void register() {
        if (watcher == null) {
            return;
        }
        SequencedSet<Path> folders = new LinkedHashSet<>();
        for (Path file : files) {
            addFolders(file, folders);
            if (Files.isDirectory(file)) {
                folders.add(file);
                for (Path inner : list(file)) {
                    addFolders(inner, folders);
                }
            }
        }
        watched.keySet()
                .removeIf(
                        folder -> {
                            WatchKey key = watched.get(folder);
                            boolean gone =
                                    key == null || !key.isValid() || !folders.contains(folder);
                            if (gone && key != null) {
                                key.cancel();
                            }
                            return gone;
                        });
        for (Path folder : folders) {
            if (!watched.containsKey(folder)) {
                try {
                    watched.put(
                            folder,
                            folder.register(
                                    watcher,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_DELETE,
                                    StandardWatchEventKinds.ENTRY_MODIFY));
                } catch (IOException _) {
                    // A folder that is not there or not to be read is looked at once a minute.
                    continue;
                }
            }
        }
    }

    /** The folders in which a file is replaced, or a link on the way to it. */
    private static void addFolders(Path file, SequencedSet<Path> folders) {
        Path at = file;
        for (int links = 0; links < MOST_LINKS; links++) {
            Path folder = at.getParent();
            if (folder == null) {
                return;
            }
            folders.add(folder);
            if (!Files.isSymbolicLink(at)) {
                return;
            }
            try {
                at = folder.resolve(Files.readSymbolicLink(at));
            } catch (IOException _) {
                return;
            }
        }
    }

    private Map<Path, Long> contents() {
        Map<Path, Long> contents = new TreeMap<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                for (Path inner : list(file)) {
                    contents.put(inner, content(inner));
                }
            } else {
                contents.put(file, content(file));
            }
        }
        return contents;
    }

    private static List<Path> list(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
            for (Path entry : entries) {
                if (found.size() < MOST_FILES && Files.isRegularFile(entry)) {
                    found.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException | UncheckedIOException _) {
            // A folder that cannot be read has no files; reading the rules says so.
            return List.of();
        }
        Collections.sort(found);
        return found;
    }

    /** A sum of what a file holds; one that cannot be read has another than any that can. */
    private static long content(Path file) {
        if (!Files.isRegularFile(file)) {
            return -1;
        }
        CRC32C sum = new CRC32C();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = new byte[1 << 16];
            long length = 0;
            for (int n = in.read(bytes); n > 0 && length < LONGEST_FILE; n = in.read(bytes)) {
                sum.update(bytes, 0, n);
                length += n;
            }
            return length << 32 | sum.getValue();
        } catch (IOException _) {
            return -1;
        }
    }

    /** Stops telling. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            if (watcher != null) {
                watcher.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
