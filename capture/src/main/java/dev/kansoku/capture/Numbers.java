// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of whole numbers as ranges, in order and apart from each other. Immutable.
 *
 * @param ranges none where it is empty
 */
public record Numbers(List<Range> ranges) {
    /** All numbers that there are. */
    public static final Numbers ALL = of(Long.MIN_VALUE, Long.MAX_VALUE);

    public static final Numbers NONE = new Numbers(List.of());

    /** What failed calls return, down to where results are no errors. */
    public static final Numbers NEGATIVE = of(Long.MIN_VALUE, -1);

    /**
     * From one number to another, both included.
     *
     * @param from not greater than {@code to}
     */
    public record Range(long from, long to) {}

    /** Takes ranges in any order, which may overlap. */
    public Numbers {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(Range::from));
        List<Range> joined = new ArrayList<>();
        for (Range range : sorted) {
            Range last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && (last.to == Long.MAX_VALUE || range.from <= last.to + 1)) {
                joined.set(joined.size() - 1, new Range(last.from, Math.max(last.to, range.to)));
            } else {
                joined.add(range);
            }
        }
        ranges = List.copyOf(joined);
    }

    public static Numbers of(long from, long to) {
        return new Numbers(List.of(new Range(from, to)));
    }

    /** From one number to another in the order of unsigned numbers, both included. */
    static Numbers ofUnsigned(long from, long to) {
        if (Long.compareUnsigned(from, to) > 0) {
            return NONE;
        }
        return from >= 0 == to >= 0
                ? of(from, to)
                : new Numbers(
                        List.of(new Range(from, Long.MAX_VALUE), new Range(Long.MIN_VALUE, to)));
    }

    public boolean has(long number) {
        return ranges.stream().anyMatch(range -> range.from <= number && number <= range.to);
    }

    Numbers or(Numbers other) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        return new Numbers(all);
    }

    Numbers and(Numbers other) {
        return complement().or(other.complement()).complement();
    }

    Numbers complement() {
        List<Range> gaps = new ArrayList<>();
        long from = Long.MIN_VALUE;
        for (Range range : ranges) {
            if (range.from > from) {
                gaps.add(new Range(from, range.from - 1));
            }
            if (range.to == Long.MAX_VALUE) {
                return new Numbers(gaps);
            }
            from = range.to + 1;
        }
        gaps.add(new Range(from, Long.MAX_VALUE));
        return new Numbers(gaps);
    }

    /** The smallest such set of no more than so many ranges that has all of these numbers. */
    Numbers widened(int most) {
        List<Range> wide = new ArrayList<>(ranges);
        while (wide.size() > most) {
            int nearest = 0;
            for (int i = 1; i + 1 < wide.size(); i++) {
                if (gap(wide, i) < gap(wide, nearest)) {
                    nearest = i;
                }
            }
            Range next = wide.remove(nearest + 1);
            wide.set(nearest, new Range(wide.get(nearest).from, next.to));
        }
        return new Numbers(wide);
    }

    /** Some of these numbers, in no more than so many ranges. */
    Numbers narrowed(int most) {
        return ranges.size() <= most ? this : new Numbers(ranges.subList(0, most));
    }

    private static double gap(List<Range> ranges, int index) {
        return (double) ranges.get(index + 1).from - (double) ranges.get(index).to;
    }
}
