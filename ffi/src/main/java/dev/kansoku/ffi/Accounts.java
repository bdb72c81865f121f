// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What libc knows of users, from wherever the machine keeps them. */
public final class Accounts {
    private static final int MAX_GROUPS = 65_536;

    private Accounts() {}

    /** All groups of a user, {@code gid} among them. */
    public static int[] groups(String user, int gid) {
        LibraryFunction function = Native.function("getgrouplist");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(user);
            MemorySegment list = arena.allocate(JAVA_INT, MAX_GROUPS);
            MemorySegment count = arena.allocate(JAVA_INT);
            count.set(JAVA_INT, 0, MAX_GROUPS);
            int result =
                    function.callInt(name.address(), gid, list.address(), count.address(), 0, 0);
            if (result < 0) {
                return new int[] {gid};
            }
            return list.asSlice(0, 4L * count.get(JAVA_INT, 0)).toArray(JAVA_INT);
        }
    }
}
