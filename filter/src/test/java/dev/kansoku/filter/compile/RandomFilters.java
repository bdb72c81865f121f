// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.compile;

import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Filters and events at random, over few values, so that many checks hold. What is generated
 * depends on the seed alone.
 */
final class RandomFilters {
    private static final List<String> TEXTS =
            List.of("cat", "ca", "bash", "/etc", "/etc/passwd", "etc", "a", "", "CAT", "t/p");
    private static final List<String> GLOBS = List.of("*", "c?t", "/etc*", "[a-c]at", "*a*", "");
    private static final List<String> HEX = List.of("6361", "2f", "00ff", "74");
    private static final List<String> NUMBERS =
            List.of("0", "1", "2", "42", "7", "100", "9223372036854775807", "0x10", "1e1");
    private static final List<String> SIGNED = List.of("-1", "-2", "-9223372036854775808");
    private static final List<String> NETS =
            List.of("10.0.0.1", "10.0.0.0/8", "::1", "127.0.0.1", "fe80::/10", "0.0.0.0/0");
    private static final List<String> TYPES = List.of("open", "read", "close", "openat", "execve");
    private static final List<String> TIMES = List.of("1", "1us", "1ms", "7", "100");

    private final Random random;

    RandomFilters(long seed) {
        this.random = new Random(seed);
    }

    String filter(int depth) {
        return switch (depth == 0 ? 5 : random.nextInt(6)) {
            case 0, 1 -> "(" + joined(" and ", depth) + ")";
            case 2, 3 -> "(" + joined(" or ", depth) + ")";
            case 4 -> "not " + "(" + filter(depth - 1) + ")";
            default -> check();
        };
    }

    private String joined(String by, int depth) {
        List<String> terms = new ArrayList<>();
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            terms.add(filter(depth - 1));
        }
        return String.join(by, terms);
    }

    private String check() {
        return switch (random.nextInt(13)) {
            case 0 -> text("proc.name");
            case 1 -> text("fd.name");
            case 2 -> text("proc.aname");
            case 3 -> text("evt.buffer");
            case 4 -> number("proc.pid", SIGNED);
            case 5 -> number("evt.num", List.of());
            case 6 -> number("fd.port", List.of());
            case 7 -> any("evt.latency", TIMES, " = ", " > ", " <= ", " != ");
            case 8 -> net(random.nextBoolean() ? "fd.ip" : "fd.sip");
            case 9 -> random.nextBoolean() ? one("evt.type", " = ", TYPES) : types();
            case 10 -> pair();
            case 11 -> any("evt.failed", List.of("true", "false"), " = ", " != ");
            default -> of(List.of("fd.types", "proc.aname", "fd.ip", "proc.pid")) + " exists";
        };
    }

    private String types() {
        return random.nextBoolean()
                ? one("evt.dir", of(List.of(" = ", " != ")), List.of("'<'", "'>'"))
                : "evt.type in " + list(TYPES, Function.identity());
    }

    private String text(String name) {
        String field = random.nextInt(5) == 0 ? "tolower(" + name + ")" : name;
        return switch (random.nextInt(9)) {
            case 0 -> field + " in " + list(TEXTS, RandomFilters::quoted);
            case 1 -> field + " pmatch " + list(TEXTS, RandomFilters::quoted);
            case 2 -> one(field, of(List.of(" glob ", " iglob ")), GLOBS);
            case 3 -> one(field, of(List.of(" bcontains ", " bstartswith ")), HEX);
            case 4 ->
                    field
                            + of(List.of(" contains ", " icontains ", " startswith "))
                            + of(List.of("oneof ", "anyof ", "allof "))
                            + list(TEXTS, RandomFilters::quoted);
            case 5 -> field + " regex " + quoted(of(List.of(".*a.*", "c.t", "/etc/.*", "")));
            case 6 -> field + " intersects " + list(TEXTS, RandomFilters::quoted);
            default ->
                    one(
                            field,
                            of(
                                    List.of(
                                            " = ",
                                            " != ",
                                            " < ",
                                            " >= ",
                                            " contains ",
                                            " icontains ",
                                            " startswith ",
                                            " endswith ")),
                            TEXTS);
        };
    }

    private String number(String field, List<String> more) {
        List<String> numbers = new ArrayList<>(NUMBERS);
        numbers.addAll(more);
        return random.nextInt(3) == 0
                ? field + " in " + list(numbers, Function.identity())
                : any(field, numbers, " = ", " != ", " < ", " <= ", " > ", " >= ");
    }

    private String net(String field) {
        return random.nextBoolean()
                ? field + " in " + list(NETS, Function.identity())
                : any(field, NETS, " = ", " != ");
    }

    private String pair() {
        return of(
                List.of(
                        "proc.name = val(proc.aname)",
                        "proc.aname != val(proc.name)",
                        "fd.name contains val(proc.name)",
                        "fd.name startswith tolower(proc.name)",
                        "proc.pid > val(evt.num)",
                        "fd.port = val(evt.num)",
                        "len(proc.name) = 3",
                        "basename(fd.name) = val(proc.name)",
                        "fd.ip = val(fd.sip)"));
    }

    private String any(String field, List<String> values, String... operators) {
        return field + of(List.of(operators)) + of(values);
    }

    private String one(String field, String operator, List<String> values) {
        return field + operator + quoted(of(values).replace("'", ""));
    }

    private String list(List<String> values, Function<String, String> written) {
        List<String> some = new ArrayList<>();
        for (int i = random.nextInt(random.nextInt(6) == 0 ? 12 : 4); i > 0; i--) {
            some.add(written.apply(of(values)));
        }
        return "(" + String.join(", ", some) + ")";
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    Map<String, Object> event() {
        Map<String, Object> event = new HashMap<>();
        EventType type = EventTable.type(random.nextInt(EventTable.size()));
        if (random.nextInt(3) > 0) {
            String name = of(TYPES);
            type =
                    EventTable.all().stream()
                            .filter(one -> one.name().equals(name))
                            .skip(random.nextInt(2))
                            .findFirst()
                            .orElseThrow();
        }
        event.put("code", (long) type.code());
        event.put("evt.type", type.isGeneric() ? of(TYPES) : type.name());
        event.put("evt.dir", type.isExit() ? "<" : ">");
        maybe(event, "proc.name", of(TEXTS));
        maybe(event, "fd.name", of(TEXTS) + of(TEXTS));
        maybe(event, "proc.aname", some(TEXTS));
        maybe(event, "evt.buffer", (of(TEXTS) + "\0\u00ff").getBytes(StandardCharsets.ISO_8859_1));
        maybe(event, "proc.pid", of(List.of(-2L, -1L, 0L, 1L, 42L, Long.MIN_VALUE)));
        maybe(event, "evt.num", of(List.of(0L, 1L, 2L, 3L, 100L, -1L)));
        maybe(event, "fd.port", some(List.of(0L, 1L, 7L, 42L)));
        maybe(event, "evt.latency", of(List.of(0L, 1L, 7L, 1_000L, 1_000_000L)));
        maybe(event, "fd.ip", some(List.of(address(10, 0, 0, 1), address(127, 0, 0, 1), V6)));
        maybe(event, "fd.sip", of(List.of(address(10, 0, 0, 1), address(10, 9, 9, 9), V6)));
        maybe(event, "evt.failed", random.nextBoolean());
        maybe(event, "fd.types", some(List.of("file", "ipv4")));
        return event;
    }

    private static final byte[] V6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private static byte[] address(int a, int b, int c, int d) {
        return new byte[] {(byte) a, (byte) b, (byte) c, (byte) d};
    }

    private void maybe(Map<String, Object> event, String field, Object value) {
        if (random.nextInt(5) > 0) {
            event.put(field, value);
        }
    }

    private <T> List<T> some(List<T> values) {
        List<T> some = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            some.add(of(values));
        }
        return some;
    }
}
