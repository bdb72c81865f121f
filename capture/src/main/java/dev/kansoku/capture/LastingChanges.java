// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.engine.state.SystemState;
import dev.kansoku.ffi.Native;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a call's event makes another of what was found out of threads and fds, as the kernel
 * programs note it: {@code lasting.tsv}. Codes are those of {@code predicate.h}.
 */
public final class LastingChanges {
    private static final int THREAD = 2;
    private static final int FD = 4;
    private static final int RESULT = 8;
    private static final int FDS = 16;

    private static final Map<String, Integer> ROWS = new HashMap<>();

    static {
        for (String[] row : Tables.read("lasting.tsv", 2)) {
            ROWS.put(
                    row[0],
                    switch (row[1]) {
                        case "nothing" -> 0;
                        case "thread" -> THREAD;
                        case "fd" -> FD;
                        case "result" -> RESULT;
                        default -> throw new IllegalStateException("lasting.tsv: " + row[1]);
                    });
        }
    }

    private LastingChanges() {}

    /**
     * What one call makes another.
     *
     * @param bits the kernel side's, 0 for nothing
     * @param fd where the number is of the fd that it acts on
     */
    public record Change(int bits, FdSource fd) {
        private static final Change NOTHING = new Change(0, FdSource.ABSENT);
    }

    /** By the calls' numbers on this machine's architecture. */
    public static List<Change> byNumber() {
        SystemState state = new SystemState();
        List<Change> changes = new ArrayList<>();
        for (SystemCall call : SystemCallTable.byNumber(Native.ARCHITECTURE)) {
            changes.add(call == null ? Change.NOTHING : of(call, state));
        }
        return changes;
    }

    static Change of(SystemCall call, SystemState state) {
        return KernelFilter.isDecidable(call, state)
                ? Change.NOTHING
                : new Change(ROWS.getOrDefault(call.name(), THREAD | FDS), FdSource.of(call));
    }
}
