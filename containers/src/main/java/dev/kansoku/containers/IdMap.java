// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which numbers users or groups of a user namespace have outside of it: user_namespaces(7), the
 * files {@code uid_map} and {@code gid_map}. Immutable.
 */
record IdMap(List<Range> ranges) {
    record Range(long inside, long outside, long count) {}

    /** The ranges that a file has; null, a process that is gone, has none. */
    static IdMap of(byte @Nullable [] file) {
        List<Range> ranges = new ArrayList<>();
        if (file != null) {
            for (String line : new String(file, StandardCharsets.US_ASCII).split("\n", -1)) {
                String[] words = line.strip().split("\\s+", -1);
                if (words.length == 3) {
                    ranges.add(
                            new Range(
                                    Long.parseLong(words[0]),
                                    Long.parseLong(words[1]),
                                    Long.parseLong(words[2])));
                }
            }
        }
        return new IdMap(List.copyOf(ranges));
    }

    /** The number that {@code inside} has outside, -1 where it has none. */
    long outside(long inside) {
        for (Range range : ranges) {
            if (inside >= range.inside && inside - range.inside < range.count) {
                return range.outside + (inside - range.inside);
            }
        }
        return -1;
    }
}
