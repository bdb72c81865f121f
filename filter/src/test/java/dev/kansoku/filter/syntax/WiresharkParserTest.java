// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WiresharkParserTest {
    private static Expression parse(String text) throws FilterException {
        return WiresharkParser.parse(text, WiresharkFields.NAMES::contains);
    }

    private static Expression parse(String text, Macros macros) throws FilterException {
        return WiresharkParser.parse(text, WiresharkFields.NAMES::contains, macros, 100);
    }

    private static String printed(String text, Macros macros) throws Exception {
        return WiresharkPrinter.print(parse(text, macros));
    }

    static Stream<Arguments> cases() throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        WiresharkParserTest.class.getResourceAsStream(
                                                "wireshark-filters.tsv")),
                                StandardCharsets.UTF_8))) {
            return lines
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(cells -> Arguments.of(cells[0].replace("\\t", "\t"), List.of(cells)))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsWhatTheTableSays(String filter, List<String> cells) throws Exception {
        if (!cells.get(1).startsWith("!")) {
            String printed = WiresharkPrinter.print(parse(filter));
            assertThat(printed).isEqualTo(cells.get(1));
            assertThat(WiresharkPrinter.print(parse(printed))).isEqualTo(printed);
            return;
        }
        assertThatThrownBy(() -> parse(filter))
                .isInstanceOfSatisfying(
                        FilterException.class,
                        e -> {
                            assertThat(e).hasMessage(cells.get(2));
                            assertThat("!" + e.where().from() + "-" + e.where().to())
                                    .isEqualTo(cells.get(1));
                            assertThat(e.hint()).isEqualTo(cells.size() > 3 ? cells.get(3) : null);
                            assertThat(e.report()).contains("^");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\n\t"})
    void refusesAnEmptyFilter(String filter) {
        assertThatThrownBy(() -> parse(filter)).hasMessage("the filter is empty");
    }

    @Test
    void takesExactlyAHundredLevelsOfNesting() throws Exception {
        for (String[] brackets :
                new String[][] {{"(", ")"}, {"not ", ""}, {"!(", ")"}, {"{", "}"}, {"-", ""}}) {
            int times = brackets[0].equals("!(") ? 50 : 100;
            String fits = brackets[0].repeat(times) + "fd.num" + brackets[1].repeat(times);
            assertThat(parse(fits)).isNotNull();
            assertThatThrownBy(() -> parse("(" + fits + ")"))
                    .isInstanceOf(FilterException.class)
                    .hasMessageMatching("nested more than 100 deep|more than 100 calculations.*");
        }
        String functions = "upper(".repeat(100) + "proc.name" + ")".repeat(100);
        assertThat(parse(functions)).isNotNull();
        assertThatThrownBy(() -> parse("upper(" + functions + ")"))
                .hasMessage("nested more than 100 deep");
        assertThat(
                        WiresharkParser.parse(
                                "not ".repeat(1000) + "proc.name",
                                WiresharkFields.NAMES::contains,
                                Macros.NONE,
                                1000))
                .isNotNull();
    }

    @Test
    void boundsCalculationsChainsAndLength() throws Exception {
        assertThat(parse("fd.num" + " + 1".repeat(100) + " == 3")).isNotNull();
        assertThatThrownBy(() -> parse("fd.num" + " + 1".repeat(101) + " == 3"))
                .hasMessage("more than 100 calculations in one check");
        assertThatThrownBy(() -> parse("evt.buffer" + "[0:4]".repeat(101) + " == 3"))
                .hasMessage("more than 100 calculations in one check");
        assertThatThrownBy(() -> parse("evt.buffer[0" + ",1".repeat(101) + "] == 3"))
                .hasMessage("more than 100 ranges");
        assertThat(printed("fd.num" + " xor fd.num".repeat(5000), Macros.NONE)).isNotEmpty();
        assertThat(printed("fd.num" + " < fd.num".repeat(5000), Macros.NONE)).isNotEmpty();
        assertThat(printed("fd.num in {1" + ",1".repeat(30000) + "}", Macros.NONE)).isNotEmpty();
        assertThatThrownBy(() -> parse("fd.num or ".repeat(7000) + "fd.num"))
                .hasMessage("the filter is longer than 65536 characters");
    }

    @Test
    void spansAreExact() throws FilterException {
        String text = "not (fd.num == 1 or  3 < evt.buffer[1:2] + {fd.num * 2} )";
        Expression.Or or = (Expression.Or) ((Expression.Not) parse(text)).term();
        Expression.Check check = (Expression.Check) or.terms().get(1);
        Operand.Arithmetic left = (Operand.Arithmetic) check.left();
        assertThat(cut(text, check.where())).isEqualTo("3 < evt.buffer[1:2] + {fd.num * 2}");
        assertThat(cut(text, check.values().getFirst().where())).isEqualTo("3");
        assertThat(cut(text, left.where())).isEqualTo("evt.buffer[1:2] + {fd.num * 2}");
        assertThat(cut(text, left.left().where())).isEqualTo("evt.buffer[1:2]");
        assertThat(cut(text, left.right().where())).isEqualTo("fd.num * 2");
    }

    private static String cut(String text, Span span) {
        return text.substring(span.from(), span.to());
    }

    private static Macros macros(String text) throws Exception {
        return Macros.read(new StringReader(text));
    }

    @Test
    void putsMacrosInTheirPlace() throws Exception {
        Macros macros =
                macros(
                        """
                        # addresses
                        "private" $1 == 192.168.0.0/16 or $1 == 10.0.0.0/8

                        "twice" {$1 + $1}
                        "both" $private($1) and $2
                        "shell" proc.name in {"sh", "bash"}
                        "named" proc.name == "$1"
                        """);
        assertThat(printed("$private(fd.ip)", macros))
                .isEqualTo("fd.ip == 192.168.0.0/16 or fd.ip == 10.0.0.0/8");
        assertThat(printed("${private:fd.ip}", macros))
                .isEqualTo(printed("$private(fd.ip)", macros));
        assertThat(printed("${private;fd.ip}", macros))
                .isEqualTo(printed("$private(fd.ip)", macros));
        assertThat(printed("$twice(fd.num) == 4", macros)).isEqualTo("fd.num + fd.num == 4");
        assertThat(printed("$twice(max(fd.sport, fd.lport)) == 4", macros))
                .isEqualTo("max(fd.sport, fd.lport) + max(fd.sport, fd.lport) == 4");
        assertThat(printed("$twice($twice(fd.num)) == 4", macros))
                .isEqualTo("fd.num + fd.num + {fd.num + fd.num} == 4");
        assertThat(printed("${both:fd.ip;fd.num == 3}", macros))
                .isEqualTo("fd.ip == 192.168.0.0/16 or (fd.ip == 10.0.0.0/8 and fd.num == 3)");
        assertThat(printed("$shell() and not ${shell}", macros))
                .isEqualTo(
                        "proc.name in {\"sh\", \"bash\"} and not proc.name in {\"sh\", \"bash\"}");
        assertThat(printed("${shell:} or proc.name == \"$shell()\"", macros))
                .endsWith("or proc.name == \"$shell()\"");
        assertThat(printed("$named(a, b)".replace(", b", ""), macros))
                .isEqualTo("proc.name == \"a\"");
    }

    @Test
    void marksTheUseOfAMacroThatIsWrong() throws Exception {
        Macros macros =
                macros(
                        """
                        "bad" $1 = 3
                        "one" $1 == 3
                        "loop" $loop()
                        "more" $more()$more()
                        """);
        refuses("fd.num == 1 and $bad(fd.num)", macros, "no operator \"=\"", "$bad(fd.num)");
        refuses("$one()", macros, "the macro one takes 1 argument, not 0", "$one()");
        refuses("$one(1, 2)", macros, "the macro one takes 1 argument, not 2", "$one(1, 2)");
        refuses("$one(1", macros, "expected ) behind the macro's arguments", "$one(");
        refuses("not $oen(3)", macros, "no macro \"oen\"", "$oen");
        refuses("$loop()", macros, "macros stand for each other more than 32 deep", "$loop()");
        refuses("$more()", macros, "macros stand for each other more than 32 deep", "$more()");
        assertThat(WiresharkPrinter.print(parse("$one(fd.num) and proc.name", macros)))
                .isEqualTo("fd.num == 3 and proc.name");
        Expression.And and = (Expression.And) parse("$one(fd.num) and proc.name", macros);
        assertThat(((Expression.Check) and.terms().getFirst()).where()).isEqualTo(new Span(0, 12));
        assertThat(((Expression.Check) and.terms().get(1)).where()).isEqualTo(new Span(17, 26));
    }

    private static void refuses(String filter, Macros macros, String message, String marked) {
        assertThatThrownBy(() -> parse(filter, macros))
                .isInstanceOfSatisfying(
                        FilterException.class,
                        e -> {
                            assertThat(e).hasMessage(message);
                            assertThat(cut(filter, e.where())).isEqualTo(marked);
                        });
    }

    @Test
    void noMacroGrowsWithoutEnd() throws Exception {
        StringBuilder text = new StringBuilder("\"m0\" fd.num == 1\n\"e0\" #\n");
        for (int i = 1; i < 31; i++) {
            text.append("\"m%d\" $m%d() or $m%d()%n".formatted(i, i - 1, i - 1));
            text.append("\"e%d\" $e%d()$e%d()%n".formatted(i, i - 1, i - 1));
        }
        text.append("\"wide\" ").append("$1".repeat(20000)).append('\n');
        Macros macros = macros(text.toString());
        assertThatThrownBy(() -> parse("$m30()", macros))
                .hasMessageMatching("the macros make the filter longer.*|.*too much text");
        assertThatThrownBy(() -> parse("$e30()", macros))
                .hasMessageMatching("the macros make the filter longer.*|.*too much text");
        assertThatThrownBy(() -> parse("$wide(" + "x".repeat(60000) + ")", macros))
                .hasMessage("the macros stand for too much text");
    }

    @Test
    void saysWhichLineOfAMacroFileIsWrong() {
        assertThatThrownBy(() -> macros("\"a\" 1\nb 2"))
                .hasMessage("line 2 of the macros: expected the macro's name in double quotes");
        assertThatThrownBy(() -> macros("\"a\"")).hasMessageContaining("stands for nothing");
        assertThatThrownBy(() -> macros("\"a\" 1\n\"a\" 2")).hasMessageContaining("there twice");
        assertThatThrownBy(() -> macros("\"9\" 1")).hasMessageContaining("name of a macro");
        assertThatThrownBy(() -> macros("\"a\" $99")).hasMessageContaining("32 parameters");
        assertThatThrownBy(() -> macros("x".repeat(1 << 21)))
                .hasMessageContaining("longer than 1048576");
    }
}
