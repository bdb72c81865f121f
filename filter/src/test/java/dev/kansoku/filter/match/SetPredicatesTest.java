// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sets, trees and automata against the plain way. */
class SetPredicatesTest {
    @Test
    void theAutomatonFindsWhatOneSearchForEachFinds() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            List<String> parts = new ArrayList<>();
            for (int j = 1 + random.nextInt(6); j > 0; j--) {
                parts.add(text(random, 1 + random.nextInt(4)));
            }
            String text = text(random, random.nextInt(20));
            boolean anyCase = random.nextBoolean();
            String in = anyCase ? text.toLowerCase(Locale.ROOT) : text;
            boolean wanted =
                    parts.stream()
                            .anyMatch(p -> in.contains(anyCase ? p.toLowerCase(Locale.ROOT) : p));
            byte[] bytes = latin1("x" + text + "x");
            assertThat(
                            new AhoCorasick(parts.stream().map(this::latin1).toList(), anyCase)
                                    .test(bytes, 1, bytes.length - 2))
                    .as("%s in %s", parts, text)
                    .isEqualTo(wanted);
        }
    }

    @Test
    void theAutomatonTellsAllBytesApart() {
        List<byte[]> all = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            all.add(new byte[] {(byte) b, (byte) b});
        }
        AhoCorasick automaton = new AhoCorasick(all, false);
        for (int b = 0; b < 256; b++) {
            byte other = (byte) (b + 1);
            assertThat(automaton.test(new byte[] {other, (byte) b, (byte) b}, 0, 3)).isTrue();
            assertThat(automaton.test(new byte[] {(byte) b, other, (byte) b}, 0, 3)).isFalse();
        }
    }

    @Test
    void theTreeOfPathsTakesWhatOneOfThemTakes() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            List<String> paths = new ArrayList<>();
            for (int j = 1 + random.nextInt(5); j > 0; j--) {
                paths.add(path(random));
            }
            String path = path(random);
            boolean wanted = paths.stream().anyMatch(p -> isBelow(names(path), names(p)));
            byte[] bytes = latin1("/" + path + "/");
            assertThat(
                            new PathTree(paths.stream().map(this::latin1).toList())
                                    .test(bytes, 1, bytes.length - 2))
                    .as("%s below %s", path, paths)
                    .isEqualTo(wanted);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/etc, /etc, true",
        "/etc, /etc/passwd, true",
        "/etc, /etcetera, false",
        "/etc/, //etc//passwd, true",
        "etc, /etc/passwd, true",
        "/, anything, true",
        "/proc/*/fd, /proc/12/fd/3, true",
        "/proc/*/fd, /proc/fd, false",
        "/home/?/.ssh, /home/a/.ssh/id_rsa, true",
        "/home/[ab], /home/c, false",
    })
    void aPathIsComparedNameByName(String below, String path, boolean matches) {
        byte[] bytes = latin1(path);
        assertThat(new PathTree(List.of(latin1(below))).test(bytes, 0, bytes.length))
                .isEqualTo(matches);
    }

    @Test
    void theSetOfNumbersHoldsItsMembersAndNoOthers() {
        Random random = new Random(5);
        for (int size = 1; size < 300; size++) {
            Set<Long> members = new HashSet<>();
            while (members.size() < size) {
                members.add(random.nextInt(3) == 0 ? random.nextLong() : random.nextLong(1_000));
            }
            NumberSet set = new NumberSet(members.stream().mapToLong(Long::longValue).toArray());
            FieldValue value = new FieldValue();
            for (long number = -1; number < 1_000; number++) {
                value.begin(FieldType.SIGNED);
                value.number(number);
                assertThat(set.test(value, 0)).isEqualTo(members.contains(number));
            }
            for (long member : members) {
                value.begin(FieldType.SIGNED);
                value.number(member);
                assertThat(set.test(value, 0)).isTrue();
            }
        }
    }

    private static boolean isBelow(List<String> path, List<String> prefix) {
        return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/")) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            path.append(random.nextInt(8) == 0 ? "" : "/").append(text(random, random.nextInt(3)));
        }
        return path.toString();
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("abAB".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    private byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
