// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pods that events told of, by their uids. A pod that is said to be gone is kept for a while, since
 * its last processes may outlive it, and no other pod will ever have its uid. Where there are too
 * many pods, or they take too much memory together, those that a slowly turning hand points to make
 * room.
 */
public final class PodTable {
    /** The uid as a label that the kubelet gives to containers. */
    private static final String UID_LABEL = "io.kubernetes.pod.uid";

    /** Pods that are gone and kept nonetheless. */
    private static final int MOST_GONE = 256;

    private static final int LONGEST_UID = 128;
    private static final long HASH_START = 0xcbf29ce484222325L;
    private static final long HASH_STEP = 0x100000001b3L;

    private final LongMap<PodState> pods = new LongMap<>(16);
    private final ArrayDeque<Long> gone = new ArrayDeque<>();
    private final int limit;
    private final long byteLimit;
    private long bytes;
    private int hand;
    private long evicted;
    private long unread;

    PodTable(StateLimits limits) {
        this.limit = limits.containers();
        this.byteLimit = limits.containerBytes();
    }

    /**
     * The pod that a thread runs in, null outside of pods and for an unknown one. Its cgroups tell,
     * or else a label of its container.
     *
     * @param thread null for an event of no thread
     * @param container the event's, null where it is not known
     */
    @Nullable PodState of(@Nullable ThreadState thread, @Nullable ContainerState container) {
        if (thread != null) {
            byte[] uid = thread.podUid();
            if (uid.length > 0) {
                PodState pod = pods.get(key(uid));
                return pod != null && isSame(pod.uid(), uid) ? pod : null;
            }
        }
        String label = container == null ? null : container.labels().value(UID_LABEL);
        return label == null ? null : find(label);
    }

    /** The pod of a uid, null where it is not known. */
    public @Nullable PodState find(String uid) {
        PodState pod = pods.get(key(uid));
        return pod != null && pod.uid().equals(uid) ? pod : null;
    }

    public int size() {
        return pods.size();
    }

    /** Keeps a pod in the place of what was known of it. */
    void put(PodState pod) {
        if (pod.uid().length() > LONGEST_UID) {
            unread++;
            return;
        }
        long key = key(pod.uid());
        gone.remove(key);
        forget(key);
        int weight = pod.weight();
        while (pods.size() >= limit || bytes + weight > byteLimit) {
            evict();
        }
        pods.put(key, pod);
        bytes += weight;
    }

    /** The pod is gone; what is known of it stays until enough others are gone too. */
    void remove(String uid) {
        if (find(uid) == null) {
            return;
        }
        long key = key(uid);
        gone.remove(key);
        gone.add(key);
        if (gone.size() > MOST_GONE) {
            forget(gone.remove());
        }
    }

    private void forget(long key) {
        PodState known = pods.remove(key);
        if (known != null) {
            bytes -= known.weight();
        }
    }

    void forEach(Consumer<PodState> action) {
        pods.forEach(action);
    }

    void clear() {
        pods.clear();
        gone.clear();
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

    /** One of the pods that are gone, or else the one at hand. */
    private void evict() {
        if (!gone.isEmpty()) {
            forget(gone.remove());
            return;
        }
        int places = pods.places();
        for (int i = 0; i < places; i++) {
            hand = (hand + 1) & (places - 1);
            PodState pod = pods.at(hand);
            if (pod != null) {
                evicted++;
                forget(key(pod.uid()));
                return;
            }
        }
    }

    private static long key(String uid) {
        long hash = HASH_START;
        for (int i = 0; i < uid.length(); i++) {
            hash = (hash ^ uid.charAt(i)) * HASH_STEP;
        }
        return hash;
    }

    private static long key(byte[] uid) {
        long hash = HASH_START;
        for (byte b : uid) {
            hash = (hash ^ b) * HASH_STEP;
        }
        return hash;
    }

    private static boolean isSame(String uid, byte[] other) {
        if (uid.length() != other.length) {
            return false;
        }
        for (int i = 0; i < other.length; i++) {
            if (uid.charAt(i) != other[i]) {
                return false;
            }
        }
        return true;
    }
}
