// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Containers that events told of, by their ids. Where there are too many of them, or they take too
 * much memory together, those that a slowly turning hand points to make room.
 */
public final class ContainerTable {
    private final LongMap<Known> containers = new LongMap<>(16);
    private final LearnedPaths learned = new LearnedPaths();
    private final int limit;
    private final long byteLimit;
    private long bytes;
    private int hand;
    private long evicted;
    private long unread;

    private record Known(ContainerKey key, ContainerState state, int weight) {}

    ContainerTable(StateLimits limits) {
        this.limit = limits.containers();
        this.byteLimit = limits.containerBytes();
    }

    /** What the thread's cgroups say of its container, null outside of containers. */
    public @Nullable ContainerKey key(ThreadState thread) {
        return thread.cgroups.container(learned);
    }

    /** The container that a thread runs in, null outside of containers and for an unknown one. */
    public @Nullable ContainerState of(ThreadState thread) {
        if (containers.size() == 0) {
            return null;
        }
        ContainerKey key = key(thread);
        return key == null ? null : find(key);
    }

    /** The container of a whole or shortened id, null where it is not known. */
    public @Nullable ContainerState find(String id) {
        return find(key(id));
    }

    private @Nullable ContainerState find(ContainerKey key) {
        Known known = containers.get(key.number());
        return known != null && known.key.isSame(key) ? known.state : null;
    }

    /** Shows all containers that are known, in no order. */
    public void forEach(Consumer<? super ContainerState> action) {
        containers.forEach(known -> action.accept(known.state));
    }

    public int size() {
        return containers.size();
    }

    /** Keeps a container in the place of what was known of it. */
    void put(ContainerState container) {
        ContainerKey key = key(container);
        remove(key.number());
        int weight = container.weight();
        while (containers.size() >= limit || bytes + weight > byteLimit) {
            evict();
        }
        containers.put(key.number(), new Known(key, container, weight));
        bytes += weight;
        if (!container.cgroup().isEmpty()) {
            learned.put(container.cgroup(), key);
        }
    }

    void remove(ContainerState container) {
        ContainerKey key = key(container);
        Known known = containers.get(key.number());
        if (known != null && known.key.isSame(key)) {
            remove(key.number());
        }
    }

    private void remove(long number) {
        Known known = containers.remove(number);
        if (known != null) {
            bytes -= known.weight;
            if (!known.state.cgroup().isEmpty()) {
                learned.remove(known.state.cgroup(), known.key);
            }
        }
    }

    void clear() {
        containers.clear();
        learned.clear();
        hand = 0;
        bytes = 0;
    }

    /** How much memory they take, about. */
    long bytes() {
        return bytes;
    }

    /** A description could not be read, or not wholly. */
    void notRead() {
        unread++;
    }

    long evicted() {
        return evicted;
    }

    long unread() {
        return unread;
    }

    private void evict() {
        int places = containers.places();
        for (int i = 0; i < places; i++) {
            hand = (hand + 1) & (places - 1);
            Known known = containers.at(hand);
            if (known != null) {
                evicted++;
                remove(known.key.number());
                return;
            }
        }
    }

    private static ContainerKey key(ContainerState container) {
        String id = container.fullId().isEmpty() ? container.id() : container.fullId();
        return new ContainerKey(id.getBytes(StandardCharsets.UTF_8), container.type());
    }

    private static ContainerKey key(String id) {
        return new ContainerKey(id.getBytes(StandardCharsets.UTF_8), "");
    }
}
