package dev.kansoku.engine.state;

import org.jspecify.annotations.Nullable;

/**
 * Containers that events told of, by the first twelve digits of their ids, read as a number. Where
 * there are too many of them, or they take too much memory together, those that a slowly turning
 * hand points to make room.
 */
public final class ContainerTable {
    static final int SHORT_ID = 12;

    /** No container has this key: it is more than twelve digits can say. */
    static final long NO_KEY = -1;

    private final LongMap<ContainerState> containers = new LongMap<>(16);
    private final int limit;
    private final long byteLimit;
    private long bytes;
    private int hand;
    private long evicted;
    private long unread;

    ContainerTable(StateLimits limits) {
        this.limit = limits.containers();
        this.byteLimit = limits.containerBytes();
    }

    /** The container that a thread runs in, null outside of containers and for an unknown one. */
    public @Nullable ContainerState of(ThreadState thread) {
        if (containers.size() == 0) {
            return null;
        }
        long key = thread.containerKey();
        return key == NO_KEY ? null : containers.get(key);
    }

    /** The container of a whole or shortened id, null where it is not known. */
    public @Nullable ContainerState find(String id) {
        long key = key(id);
        return key == NO_KEY ? null : containers.get(key);
    }

    public int size() {
        return containers.size();
    }

    /** Keeps a container in the place of what was known of it. */
    void put(ContainerState container) {
        long key = key(container.id());
        if (key == NO_KEY) {
            unread++;
            return;
        }
        remove(key);
        int weight = container.weight();
        while (containers.size() >= limit || bytes + weight > byteLimit) {
            evict();
        }
        containers.put(key, container);
        bytes += weight;
    }

    void remove(ContainerState container) {
        long key = key(container.id());
        if (key != NO_KEY) {
            remove(key);
        }
    }

    private void remove(long key) {
        ContainerState known = containers.get(key);
        if (known != null) {
            containers.remove(key);
            bytes -= known.weight();
        }
    }

    void clear() {
        containers.clear();
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
            ContainerState container = containers.at(hand);
            if (container != null) {
                evicted++;
                remove(container);
                return;
            }
        }
    }

    private static long key(String id) {
        if (id.length() < SHORT_ID) {
            return NO_KEY;
        }
        long key = 0;
        for (int i = 0; i < SHORT_ID; i++) {
            int digit = digit(id.charAt(i));
            if (digit < 0) {
                return NO_KEY;
            }
            key = key << 4 | digit;
        }
        return key;
    }

    /** The key of an id that begins at {@code at}. */
    static long key(byte[] text, int at) {
        long key = 0;
        for (int i = at; i < at + SHORT_ID; i++) {
            key = key << 4 | digit(text[i]);
        }
        return key;
    }

    /** The value of a hexadecimal digit in lower case, -1 for anything else. */
    static int digit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
