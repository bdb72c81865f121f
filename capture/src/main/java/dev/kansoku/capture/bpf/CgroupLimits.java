// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.CgroupLimit;
import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The kernel program's {@code struct limit} of {@code limit.h}, mapped: how fast the bucket of each
 * cgroup fills, and how much it holds.
 *
 * <pre>
 *   0                     8                             16   20                       24
 *  +---------------------+-----------------------------+----+------------------------+--------------
 *  | ns that an event    | ns that a bucket may be     | -  | number of v1 hierarchy | the programs'
 *  | takes of a bucket   | ahead of time               |    |                        | own
 *  +---------------------+-----------------------------+----+------------------------+--------------
 * </pre>
 *
 * The limit may be changed while the programs run.
 */
final class CgroupLimits implements Held.Part {
    private static final int CREDIT = 8;
    private static final int HIERARCHY = 20;
    private static final int SIZE = 32;
    private static final long SECOND = 1_000_000_000L;

    private final Mapping mapping;
    private final MemorySegment memory;
    private final Control control;
    private volatile @Nullable CgroupLimit limit;

    /**
     * @param map of the limit
     */
    CgroupLimits(int map, Control control) throws SystemCallException {
        this.mapping = Mapping.of(map, 0, SIZE, true);
        this.memory = mapping.memory();
        this.control = control;
    }

    /** Holds back what is beyond this limit from now on, or nothing. */
    void set(@Nullable CgroupLimit newLimit) throws CaptureException {
        if (newLimit == null) {
            control.limited(false);
        } else {
            long interval = SECOND / newLimit.rate();
            memory.set(JAVA_INT, HIERARCHY, hierarchy());
            memory.set(JAVA_LONG, 0, interval);
            memory.set(JAVA_LONG, CREDIT, (newLimit.burst() - 1) * interval);
            control.limited(true);
        }
        limit = newLimit;
    }

    /** The limit that holds, or null. */
    @Nullable CgroupLimit limit() {
        return limit;
    }

    /** That by which containers are told apart, where it is one of version 1; else 0. */
    private static int hierarchy() throws CaptureException {
        Hierarchies hierarchies = Hierarchies.mounted();
        return hierarchies.ofContainers().isEmpty() ? 0 : hierarchies.firstVersionNumber();
    }

    @Override
    public void close() {
        mapping.close();
    }
}
