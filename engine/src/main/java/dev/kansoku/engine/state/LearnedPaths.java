// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Paths of cgroups that belong to a container, though nothing in the path says so: plain runc, and
 * runtimes that name a cgroup as they like. Looking up allocates nothing. Not thread-safe.
 */
final class LearnedPaths {
    private static final byte[] SLICE = Bytes.ascii(".slice");

    private final LongMap<Learned> paths = new LongMap<>(4);
    private int generation;

    private record Learned(byte[] path, ContainerKey key) {}

    /** Changes with every path that is learned or forgotten. */
    int generation() {
        return generation;
    }

    /** Learns a path, unless so much of the machine lies below it that it can be no container's. */
    void put(String path, ContainerKey key) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 2 || bytes[0] != '/' || bytes[bytes.length - 1] == '/') {
            return;
        }
        if (Bytes.endsWith(bytes, SLICE)) {
            return;
        }
        paths.put(hash(bytes), new Learned(bytes, key));
        generation++;
    }

    /** Forgets a path, unless it is another container's by now. */
    void remove(String path, ContainerKey key) {
        long hash = hash(path.getBytes(StandardCharsets.UTF_8));
        Learned learned = paths.get(hash);
        if (learned != null && learned.key.isSame(key)) {
            paths.remove(hash);
            generation++;
        }
    }

    void clear() {
        paths.clear();
        generation++;
    }

    /** The container whose path the text is between two places; null where it is none. */
    @Nullable ContainerKey find(long hash, byte[] text, int from, int to) {
        if (paths.size() == 0) {
            return null;
        }
        Learned learned = paths.get(hash);
        return learned != null
                        && Arrays.equals(learned.path, 0, learned.path.length, text, from, to)
                ? learned.key
                : null;
    }

    private static long hash(byte[] path) {
        long hash = ContainerKey.HASH_SEED;
        for (byte b : path) {
            hash = ContainerKey.hash(hash, b);
        }
        return hash;
    }
}
