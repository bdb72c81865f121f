// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import java.util.List;
import java.util.Random;

/** Filters of Wireshark's dialect at random, over the values of {@link RandomFilters}. */
final class RandomDisplayFilters {
    private static final List<String> TEXT_FIELDS = List.of("proc.name", "fd.name", "proc.aname");
    private static final List<String> TEXTS = List.of("cat", "/etc", "CAT", "a", "t/p", "bash");
    private static final List<String> NUMBER_FIELDS = List.of("proc.pid", "evt.num", "fd.port");
    private static final List<String> NUMBERS = List.of("0", "1", "2", "42", "0x2a", "052", "7");
    private static final List<String> ORDERS =
            List.of("==", "!=", "===", "!==", "<", "<=", ">", ">=");

    private final Random random;

    RandomDisplayFilters(long seed) {
        this.random = new Random(seed);
    }

    String filter(int depth) {
        return switch (depth == 0 ? 4 : random.nextInt(5)) {
            case 0 -> "(" + filter(depth - 1) + " && " + filter(depth - 1) + ")";
            case 1 -> "(" + filter(depth - 1) + " || " + filter(depth - 1) + ")";
            case 2 -> "(" + filter(depth - 1) + " ^^ " + filter(depth - 1) + ")";
            case 3 -> "!(" + filter(depth - 1) + ")";
            default -> check();
        };
    }

    private String check() {
        String text = of(TEXT_FIELDS);
        String number = of(NUMBER_FIELDS);
        String match = of(List.of("", "", "any ", "all "));
        return switch (random.nextInt(12)) {
            case 0 -> match + text + " " + of(ORDERS) + " " + quoted();
            case 1 -> match + number + " " + of(ORDERS) + " " + of(NUMBERS);
            case 2 -> text + " matches \"" + of(List.of("^c", "A", "t$", "(?-i)A", "")) + "\"";
            case 3 -> number + " in {" + of(NUMBERS) + ", 2..50, " + of(NUMBERS) + "}";
            case 4 -> text + of(List.of("[0:2]", "[-2:2]", "[1-2]", "[0]", "[9:1]")) + " == \"ca\"";
            case 5 -> number + of(List.of(" & 2", " % 5", " + 1 == 43", " * 2 > 3", " / 0 == 1"));
            case 6 -> of(List.of("len(", "count(")) + text + ") > " + of(NUMBERS);
            case 7 -> of(List.of("upper(", "lower(", "string(")) + text + ") contains " + quoted();
            case 8 -> of(List.of("max(", "min(")) + "proc.pid, 7) == " + of(NUMBERS);
            case 9 -> text + of(List.of(" == ", " contains ", " < ")) + of(TEXT_FIELDS);
            case 10 -> "fd.ip in {10.0.0.0..10.255.255.255, ::1}";
            default -> of(TEXT_FIELDS);
        };
    }

    private String quoted() {
        return "\"" + of(TEXTS) + "\"";
    }

    private <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
