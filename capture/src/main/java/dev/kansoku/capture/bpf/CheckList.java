// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static java.util.Objects.requireNonNull;

import dev.kansoku.capture.KernelPredicate;
import dev.kansoku.capture.KernelPredicate.Kept;
import dev.kansoku.capture.KernelPredicate.Subject;
import dev.kansoku.capture.Numbers;
import dev.kansoku.filter.match.Bytes;
import dev.kansoku.filter.plan.Plan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Predicates as the kernel programs follow them: a list of checks each of which says the next one,
 * for each outcome. Equal predicates share their checks. A check's successors stand behind it, so
 * that no list runs longer than it is.
 */
final class CheckList {
    /** How many checks there are at most, the first of which stands for none. */
    static final int SIZE = 64;

    static final int PASSES = 255;
    static final int FAILS = 254;
    static final int NAME = Subject.values().length;
    static final int THREAD = NAME + 1;
    static final int OPEN = NAME + 2;

    /** How many parts of a filter are found out of threads, and of fds. */
    static final int MOST_FOUND = Integer.SIZE;

    private static final int UNTOLD = 255;

    private static final int NAME_LENGTH = 16;

    /**
     * One check.
     *
     * @param kind a {@link Subject} by its number, or one of the others
     * @param holds the check to go on with where it holds, {@link #PASSES} or {@link #FAILS}
     * @param values from and to, or 16 bytes of a name and a mask over them, or a bit and 1 where
     *     the check holds without an fd
     */
    record Check(int kind, int holds, int fails, int unknown, List<Long> values) {
        Check {
            values = List.copyOf(values);
        }
    }

    /** There is no room for a predicate. */
    private static final class Full extends Exception {
        private static final long serialVersionUID = 1;
    }

    private final @Nullable Check[] checks = new @Nullable Check[SIZE];
    private final Map<KernelPredicate, Integer> starts = new HashMap<>();
    private final Map<Kept, List<Plan>> found = new EnumMap<>(Kept.class);
    private int next = SIZE;

    CheckList() {
        for (Kept of : Kept.values()) {
            found.put(of, new ArrayList<>());
        }
    }

    /**
     * Adds a predicate.
     *
     * @return its first check, or 0 where there is no room for it, so that every event passes
     */
    int add(KernelPredicate predicate) {
        Integer there = starts.get(predicate);
        if (there != null) {
            return there;
        }
        int before = next;
        int first;
        try {
            first = put(predicate, PASSES, FAILS);
            if (first >= SIZE) { // it is decided already
                first = put(new Check(UNTOLD, first, first, first, List.of()));
            }
        } catch (Full e) {
            next = before;
            starts.values().removeIf(start -> start > 0 && start < before);
            first = 0;
        }
        starts.put(predicate, first);
        return first;
    }

    /** How many checks are used. */
    int size() {
        return SIZE - next;
    }

    /** What user space is to find out, by the bits of the answers. */
    List<Plan> found(Kept of) {
        return List.copyOf(requireNonNull(found.get(of)));
    }

    /** The checks by their numbers; null where there is none. */
    @Nullable Check at(int index) {
        return index < next ? null : checks[index];
    }

    private int put(KernelPredicate predicate, int holds, int fails) throws Full {
        int there = starts.getOrDefault(predicate, 0);
        if (there > 0 && holds == PASSES && fails == FAILS) {
            return there;
        }
        int at = putNew(predicate, holds, fails);
        if (holds == PASSES && fails == FAILS) {
            starts.put(predicate, at); // whatever it is a part of
        }
        return at;
    }

    private int putNew(KernelPredicate predicate, int holds, int fails) throws Full {
        return switch (predicate) {
            case KernelPredicate.Fixed fixed -> fixed.holds() ? holds : fails;
            case KernelPredicate.All(List<KernelPredicate> terms) -> {
                int at = holds;
                for (KernelPredicate term : terms.reversed()) {
                    at = put(term, at, fails);
                }
                yield at;
            }
            case KernelPredicate.Any(List<KernelPredicate> terms) -> {
                int at = fails;
                for (KernelPredicate term : terms.reversed()) {
                    at = put(term, holds, at);
                }
                yield at;
            }
            case KernelPredicate.IsNumber(Subject subject, Numbers numbers, boolean negated) -> {
                int at = negated ? holds : fails;
                for (Numbers.Range range : numbers.ranges().reversed()) {
                    List<Long> values = List.of(range.from(), range.to());
                    int member = negated ? fails : holds;
                    at = put(new Check(subject.ordinal(), member, at, holds, values));
                }
                yield at;
            }
            case KernelPredicate.IsName(List<KernelPredicate.Name> names, boolean negated) -> {
                int at = negated ? holds : fails;
                for (KernelPredicate.Name name : names.reversed()) {
                    int member = negated ? fails : holds;
                    at = put(new Check(NAME, member, at, holds, compared(name)));
                }
                yield at;
            }
            case KernelPredicate.Found(Kept of, Plan plan) -> {
                int kind = of == Kept.THREAD ? THREAD : OPEN;
                List<Long> values = List.of(1L << bit(of, plan), holdsWithout(plan) ? 1L : 0L);
                yield put(new Check(kind, holds, fails, holds, values));
            }
        };
    }

    private int bit(Kept of, Plan plan) throws Full {
        List<Plan> plans = requireNonNull(found.get(of));
        int bit = plans.indexOf(plan);
        if (bit < 0) {
            if (plans.size() == MOST_FOUND) {
                throw new Full();
            }
            bit = plans.size();
            plans.add(plan);
        }
        return bit;
    }

    /** Whether a plan holds where none of its fields has a value. */
    private static boolean holdsWithout(Plan plan) {
        return switch (plan) {
            case Plan.Fixed fixed -> fixed.holds();
            case Plan.All all -> all.terms().stream().allMatch(CheckList::holdsWithout);
            case Plan.Any any -> any.terms().stream().anyMatch(CheckList::holdsWithout);
            case Plan.Either(Plan left, Plan right) -> holdsWithout(left) != holdsWithout(right);
            case Plan.Not not -> !holdsWithout(not.term());
            case Plan.Test _, Plan.Exists _, Plan.Pair _ -> false;
        };
    }

    private int put(Check check) throws Full {
        if (next == 1) {
            throw new Full();
        }
        checks[--next] = check;
        return next;
    }

    /** What is compared of a thread's name: a whole one with the zero behind it. */
    private static List<Long> compared(KernelPredicate.Name name) {
        Bytes bytes = name.bytes();
        byte[] text = bytes.toArray();
        int length = text.length + (name.whole() ? 1 : 0);
        long[] values = new long[4];
        for (int i = 0; i < length && i < NAME_LENGTH; i++) {
            long b = i < text.length ? text[i] & 0xff : 0;
            values[i / 8] |= b << i % 8 * 8;
            values[2 + i / 8] |= 0xffL << i % 8 * 8;
        }
        List<Long> all = new ArrayList<>();
        for (long value : values) {
            all.add(value);
        }
        return all;
    }
}
