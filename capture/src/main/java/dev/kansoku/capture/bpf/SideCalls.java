// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kansoku.ffi.Mapping;
import dev.kansoku.ffi.SystemCallException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The kernel program's {@code side_calls} of {@code side.h}, mapped: a bit for each number of a
 * call beside whose events something is put.
 */
final class SideCalls implements Held.Part {
    private static final int WORDS = 8;

    private final Mapping mapping;

    SideCalls(int map) throws SystemCallException {
        mapping = Mapping.of(map, 0, WORDS * Long.BYTES, true);
    }

    /** Which calls; known to the programs at once. */
    void set(BitSet calls) {
        long[] bits = Arrays.copyOf(calls.toLongArray(), WORDS);
        for (int i = 0; i < WORDS; i++) {
            mapping.memory().set(JAVA_LONG, (long) i * Long.BYTES, bits[i]);
        }
    }

    @Override
    public void close() {
        mapping.close();
    }
}
