// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.BroughtFds;
import dev.kansoku.capture.CgroupLimit;
import dev.kansoku.event.EventHeader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the kernel program's notices of cgroups whose events are held back ({@code limit.h}): makes
 * text of them, and tells the user in a line, at most one a second. Used by one thread.
 *
 * <pre>
 *   0        26        38       42                   59     67      75       83        91
 *  +--------+---------+--------+--------------------+------+-------+--------+---------+-----------
 *  | header | lengths | plugin | kansoku.throttle 0 | held | since | id, v2 | id, v1  | path, NUL
 *  +--------+---------+--------+--------------------+------+-------+--------+---------+-----------
 * </pre>
 */
final class ThrottleNotices {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] NAME = "kansoku.throttle\0".getBytes(StandardCharsets.US_ASCII);
    private static final int PLUGIN_LENGTH = 26;
    private static final int NAME_LENGTH = 30;
    private static final int DATA_LENGTH = 34;
    private static final int NAME_AT = 42;
    private static final int DATA = 59;
    private static final int SINCE = DATA + 8;
    private static final int UNIFIED = DATA + 16;
    private static final int FIRST_VERSION = DATA + 24;
    private static final int PATH = DATA + 32;

    /** How many parameters the events have. */
    static final int PARAMETERS = 3;

    /** Cgroups that are remembered, to tell at the end what was left untold of them. */
    private static final int REMEMBERED = 4096;

    private static final long NO_THREAD = -1;
    private static final long SECOND = 1_000_000_000;

    private final Supplier<@Nullable CgroupLimit> limit;
    private final Buckets buckets;
    private final long epochOffset;
    private final Consumer<String> notes;
    private final Map<Buckets.Key, String> paths =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Buckets.Key, String> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /** The cgroups that the next line speaks of. */
    private final Set<String> news = new LinkedHashSet<>();

    private long heldSinceLine;
    private long saidAt;
    private boolean saidAny;
    private @Nullable Iterator<Map.Entry<Buckets.Key, String>> rest;

    /**
     * @param limit what holds, for the text
     * @param epochOffset from the clock since boot to that of the day, in nanoseconds
     * @param notes takes the lines for the user
     */
    ThrottleNotices(
            Supplier<@Nullable CgroupLimit> limit,
            Buckets buckets,
            long epochOffset,
            Consumer<String> notes) {
        this.limit = limit;
        this.buckets = buckets;
        this.epochOffset = epochOffset;
        this.notes = notes;
    }

    /** Whether an asyncevent is a notice. */
    static boolean is(byte[] bytes, int size) {
        return size > PATH
                && Arrays.equals(bytes, NAME_AT, NAME_AT + NAME.length, NAME, 0, NAME.length);
    }

    /**
     * Makes text of a notice's data, such as {@code held=4711 since=2026-11-26T10:15:30.5Z
     * limit=1000/1000 cgroup=/user.slice}. Returns the event's new size.
     */
    int take(byte[] bytes, int length) {
        long held = (long) LONG.get(bytes, DATA);
        long since = (long) LONG.get(bytes, SINCE);
        Buckets.Key cgroup =
                new Buckets.Key(
                        (long) LONG.get(bytes, UNIFIED), (long) LONG.get(bytes, FIRST_VERSION));
        String path =
                new String(bytes, PATH, length - PATH - 1, StandardCharsets.ISO_8859_1); // as is
        paths.put(cgroup, path);
        return put(bytes, held, since, path);
    }

    /**
     * Makes an event of what the kernel programs had no occasion to tell, at the end: they do when
     * a cgroup makes a next event. Returns its size, or 0 where there is nothing more.
     *
     * @param time of the event, nanoseconds since boot
     */
    int rest(byte[] bytes, long time) {
        if (rest == null) {
            rest = Map.copyOf(paths).entrySet().iterator();
        }
        while (rest.hasNext()) {
            Map.Entry<Buckets.Key, String> cgroup = rest.next();
            Buckets.Untold untold = buckets.untold(cgroup.getKey());
            if (untold != null) {
                Arrays.fill(bytes, 0, DATA, (byte) 0);
                LONG.set(bytes, EventHeader.TIMESTAMP, time);
                LONG.set(bytes, EventHeader.THREAD_ID, NO_THREAD);
                INT.set(bytes, EventHeader.TYPE, BroughtFds.EVENT);
                INT.set(bytes, EventHeader.PARAMETER_COUNT, PARAMETERS);
                INT.set(bytes, PLUGIN_LENGTH, 4);
                INT.set(bytes, NAME_LENGTH, NAME.length);
                System.arraycopy(NAME, 0, bytes, NAME_AT, NAME.length);
                return put(bytes, untold.held(), untold.since(), cgroup.getValue());
            }
        }
        return 0;
    }

    private int put(byte[] bytes, long held, long since, String path) {
        String when = Instant.EPOCH.plusNanos(since + epochOffset).toString();
        CgroupLimit now = limit.get();
        String text =
                "held=%d since=%s limit=%s cgroup=%s"
                        .formatted(held, when, now == null ? "none" : now, path);
        byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(data, 0, bytes, DATA, data.length);
        INT.set(bytes, DATA_LENGTH, data.length);
        INT.set(bytes, EventHeader.LENGTH, DATA + data.length);
        heldSinceLine += held;
        news.add(path);
        return DATA + data.length;
    }

    /**
     * Tells the user, where there is something new and the last line is a second old.
     *
     * @param now nanoseconds of any clock
     */
    void say(long now) {
        if (!news.isEmpty() && (!saidAny || now - saidAt >= SECOND)) {
            saidAny = true;
            saidAt = now;
            sayLast();
        }
    }

    /** Tells the user what has not been told, at the end. */
    void sayLast() {
        if (news.isEmpty()) {
            return;
        }
        String others = news.size() == 1 ? "" : " and of " + (news.size() - 1) + " more";
        notes.accept(
                "%d events of cgroup %s%s held back (--limit-cgroup)"
                        .formatted(heldSinceLine, news.iterator().next(), others));
        news.clear();
        heldSinceLine = 0;
    }
}
