// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SysdigTableTest {
    private static final SysdigParser.Options NAMES =
            new SysdigParser.Options(Limits.NESTING, true);

    /** A row: what is read, what libsinsp does otherwise, and what comes of it. */
    record Row(String filter, String libs, String result) {
        boolean isRefused() {
            return result.startsWith("! ");
        }
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream in = SysdigTableTest.class.getResourceAsStream("sysdig-filters.tsv")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> line.indexOf('\t') >= 0)
                    .map(line -> line.split("\t", -1))
                    .map(row -> new Row(written(row[0]), row[1], row[2]));
        }
    }

    private static String written(String filter) {
        return filter.replace('\u2409', '\t').replace('\u2424', '\n').replace('\u2408', '\b');
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsEachRowAsItSays(Row row) throws Exception {
        try {
            Expression read = SysdigParser.parse(row.filter(), NAMES);
            assertThat(SysdigPrinter.print(read)).isEqualTo(row.result());
            String again = SysdigPrinter.print(SysdigParser.parse(row.result(), NAMES));
            assertThat(again).isEqualTo(row.result());
        } catch (FilterException e) {
            assertThat("! " + e.where().from() + " " + e.getMessage()).isEqualTo(row.result());
            assertThat(e.report()).contains("^");
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsRowsWithoutNamesAlikeWhereNoNamesAreAllowed(Row row) throws Exception {
        if (!row.isRefused() && !holdsName(SysdigParser.parse(row.filter(), NAMES))) {
            assertThat(SysdigPrinter.print(SysdigParser.parse(row.filter())))
                    .isEqualTo(row.result());
        }
    }

    private static boolean holdsName(Expression expression) {
        return switch (expression) {
            case Expression.And and -> and.terms().stream().anyMatch(SysdigTableTest::holdsName);
            case Expression.Or or -> or.terms().stream().anyMatch(SysdigTableTest::holdsName);
            case Expression.Not not -> holdsName(not.term());
            case Expression.Name _ -> true;
            case Expression.Check check ->
                    check.values().stream().anyMatch(Operand.Name.class::isInstance);
            case Expression.Xor xor -> fail(xor.toString());
        };
    }

    @Test
    void differsFromLibsinspInTheseRowsAlone() throws IOException {
        assertThat(rows().count()).isGreaterThan(600);
        assertThat(rows().filter(row -> !row.libs().equals("same")).map(Row::filter))
                .containsExactly(
                        "not",
                        "fd.name = 'with \\' and \\\\''",
                        "fd.name = 'hello \\\\'quoted\\\\''",
                        "fd.num > !0.1222e+10",
                        "fd.num < 0xAAA.1",
                        "fd.num >= 0aaaaa",
                        "fd.num <= a",
                        "evt.latency > 10ms",
                        "fd.num > \"3\"",
                        "fd.num existsand reads",
                        "getopt(proc.aname, \"nt:\")[\"\"] = value",
                        "toupper(fd.name)[x] = foo",
                        "fd.name = val(proc.name)[x]");
    }

    @Test
    void namesStandInRuleFilesOnly() {
        assertRefused(
                "proc.name in shells", 13, "expected a list: ( and values with commas between");
        assertRefused(
                "proc.name = oneof shells",
                18,
                "expected a list: ( and values with commas between");
        assertRefused("spawned", 7, "expected an operator");
    }

    @Test
    void boundsWhatATextCanAskFor() {
        assertRefused("not ".repeat(16_000) + "a.b exists", 400, "nested more than 100 deep");
        assertRefused("(".repeat(60_000), 100, "nested more than 100 deep");
        assertRefused("len(".repeat(16_000), 400, "nested more than 100 deep");
        assertRefused(
                "a.b in (" + "x,".repeat(32_768) + "x)",
                65_536,
                "a filter has at most 65536 characters, this one 65546");
        assertRefused(
                "a" + ".b".repeat(200) + " exists", 0, "a field's name has at most 256 characters");
    }

    @Test
    void readsTheLongestFiltersInAMoment() throws FilterException {
        long start = System.nanoTime();
        SysdigParser.parse("a.b in (" + "x,".repeat(32_000) + "x)");
        SysdigParser.parse("a.b=1 or ".repeat(7_000) + "a.b=1");
        SysdigParser.parse("a.b=" + "c.d.".repeat(16_000));
        assertThat((System.nanoTime() - start) / 1_000_000_000).isLessThan(10);
    }

    private static void assertRefused(String filter, int at, String message) {
        try {
            SysdigParser.parse(filter);
            fail("was read: " + filter);
        } catch (FilterException e) {
            assertThat(e).hasMessage(message);
            assertThat(e.where().from()).isEqualTo(at);
        }
    }
}
