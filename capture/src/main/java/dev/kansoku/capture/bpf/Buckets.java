// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The kernel program's map of cgroups that are limited, {@code buckets} of {@code limit.h}. A key
 * and what lies there:
 *
 * <pre>
 *   0                  8                   16
 *  +------------------+-------------------+
 *  | id of v2         | id of v1, or 0    |
 *  +------------------+-------------------+
 *
 *   0      8             16              24                 32               40
 *  +------+-------------+---------------+------------------+----------------+
 *  | due  | held so far | told of them  | since, boot ns   | told when      |
 *  +------+-------------+---------------+------------------+----------------+
 * </pre>
 */
final class Buckets {
    private static final int KEY = 16;
    private static final int SIZE = 40;
    private static final int HELD = 8;
    private static final int TOLD = 16;
    private static final int SINCE = 24;

    /** What tells a limited cgroup from others. */
    record Key(long unified, long firstVersion) {}

    /**
     * What was held back of a cgroup's events and nobody was told of.
     *
     * @param since when the first was, in nanoseconds since boot
     */
    record Untold(long held, long since) {}

    private final int map;

    Buckets(int map) {
        this.map = map;
    }

    /**
     * What is untold of a cgroup; null where it is nothing, or where the kernel does not say:
     * before 5.19 it wants the right to load programs for that, and a cgroup that made room for
     * others is not known any more.
     */
    @Nullable Untold untold(Key cgroup) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocate(KEY, 8);
            key.set(JAVA_LONG, 0, cgroup.unified());
            key.set(JAVA_LONG, 8, cgroup.firstVersion());
            MemorySegment value = arena.allocate(SIZE, 8);
            if (!Bpf.lookup(map, key, value)) {
                return null;
            }
            long held = value.get(JAVA_LONG, HELD) - value.get(JAVA_LONG, TOLD);
            return held <= 0 ? null : new Untold(held, value.get(JAVA_LONG, SINCE));
        } catch (SystemCallException e) {
            return null; // the sum is told by CPU all the same
        }
    }
}
