// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.ffi.Bpf;
import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The kernel programs' map {@code sets} of {@code scope.h}: who is in scope, or left out, by
 * cgroup, user or name. A key is a thread's name with zeros behind it, or
 *
 * <pre>
 *   0                   8                       15
 *  +-------------------+-----------------------+------+
 *  | user or cgroup id | 1: hierarchy is of v1 | kind |
 *  +-------------------+-----------------------+------+
 * </pre>
 *
 * and with it their {@code struct choice}:
 *
 * <pre>
 *   0            4                         8
 *  +------------+-------------------------+-----------
 *  | generation | number of v1 hierarchy  | the programs' own
 *  +------------+-------------------------+-----------
 * </pre>
 */
final class ScopeSets implements AutoCloseable {
    static final int IN = 1;
    static final int OUT = 2;

    private static final long KIND_USER = 1L << 56;
    private static final long KIND_CGROUP = 2L << 56;
    private static final int CHOICE_SIZE = 16;
    private static final int HIERARCHY = 4;
    private static final int LONGEST_NAME = 15;

    /** What is looked up, as two words. */
    private record Key(long id, long rest) {}

    private final int map;
    private final Mapping mapping;
    private final MemorySegment choice;
    private final Map<Key, Integer> given = new HashMap<>();

    ScopeSets(int map, int choices) throws SystemCallException {
        this.map = map;
        this.mapping = Mapping.of(choices, 0, CHOICE_SIZE, true);
        this.choice = mapping.memory();
    }

    /** The fd of the map. */
    int map() {
        return map;
    }

    void user(long uid, int bits) throws SystemCallException {
        give(new Key(uid, KIND_USER), bits);
    }

    void comm(String name, int bits) throws SystemCallException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        MemorySegment words =
                MemorySegment.ofArray(Arrays.copyOf(Arrays.copyOf(bytes, LONGEST_NAME), 16));
        give(
                new Key(
                        words.get(JAVA_LONG.withByteAlignment(1), 0),
                        words.get(JAVA_LONG.withByteAlignment(1), 8)),
                bits);
    }

    /** What is said of a cgroup beside what was said before; 0 ends that it is pending. */
    void cgroup(CgroupKey cgroup, int bits) throws SystemCallException {
        give(new Key(cgroup.id(), KIND_CGROUP | (cgroup.firstVersion() ? 1 : 0)), bits);
    }

    private void give(Key key, int bits) throws SystemCallException {
        int all = bits | given.getOrDefault(key, 0);
        if (all != 0) {
            given.put(key, all);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(16, 8);
            words.set(JAVA_LONG, 0, key.id());
            words.set(JAVA_LONG, 8, key.rest());
            if (all == 0) {
                Bpf.delete(map, words);
            } else {
                MemorySegment value = arena.allocate(4, 4);
                value.set(JAVA_INT, 0, all);
                Bpf.update(map, words, value);
            }
        }
        // what the programs concluded before is not believed any more
        choice.set(JAVA_INT, 0, choice.get(JAVA_INT, 0) + 1);
    }

    /** Cgroups of this hierarchy of version 1 are looked at too. */
    void hierarchy(int number) {
        choice.set(JAVA_INT, HIERARCHY, number);
    }

    /** Has other programs look at the same hierarchies. */
    void copyChoice(int choices) throws SystemCallException {
        try (Mapping other = Mapping.of(choices, 0, CHOICE_SIZE, true)) {
            other.memory().set(JAVA_INT, HIERARCHY, choice.get(JAVA_INT, HIERARCHY));
        }
    }

    @Override
    public void close() {
        mapping.close();
    }
}
