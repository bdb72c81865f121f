// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WiresharkPrinterTest {
    private static final Translation ONE_VALUE =
            new Translation() {
                @Override
                public Values values(Operand operand) {
                    return Values.ONE;
                }
            };

    private static String translated(String sysdig, Translation translation) throws Exception {
        return WiresharkPrinter.print(SysdigParser.parse(sysdig), Dialect.SYSDIG, translation);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    proc.name = cat                   ; proc.name == "cat"
                    proc.name != cat                  ; proc.name != "cat"
                    proc.name = fd.name               ; proc.name == "fd.name"
                    proc.name = val(fd.name)          ; proc.name == fd.name
                    fd.num >= 3                       ; fd.num >= 3
                    fd.num = -1                       ; fd.num == -1
                    fd.ip = 10.0.0.0/8                ; fd.ip == 10.0.0.0/8
                    fd.ip = fe80::/10                 ; fd.ip == fe80::/10
                    fd.ip = 1::/10                    ; fd.ip == 1::/10
                    evt.failed = true                 ; evt.failed == true
                    proc.name exists                  ; proc.name
                    tolower(proc.name) exists         ; lower(proc.name) matches ""
                    proc.aname[2] = init              ; proc.aname.2 == "init"
                    proc.env["a b"] = x               ; !proc.env[a b]
                    proc.name contains at             ; proc.name contains "at"
                    evt.buffer contains 47            ; evt.buffer contains "47"
                    evt.buffer bcontains 47ff         ; evt.buffer contains "G\\xff"
                    evt.buffer bstartswith 4745       ; evt.buffer matches "(?-i)^GE"
                    evt.buffer bstartswith ff         ; !bytes that are not UTF-8 in a pattern
                    proc.name startswith a.b          ; proc.name matches "(?-i)^a\\\\.b"
                    proc.name endswith .sh            ; proc.name matches "(?-i)\\\\.sh\\\\z"
                    proc.name icontains Cat           ; proc.name matches "Cat"
                    proc.name icontains é             ; !icontains with text that is not ASCII
                    proc.name glob "/dev/tty?*"       ; proc.name matches "(?s-i)^/dev/tty..*\\\\z"
                    proc.name glob "[!a-c]x[]]"       ; proc.name matches "(?s-i)^[^a-c]x[\\\\]]\\\\z"
                    proc.name glob "a\\\\*["          ; proc.name matches "(?s-i)^a\\\\*\\\\[\\\\z"
                    proc.name iglob "A*"              ; proc.name matches "(?s)^a.*\\\\z"
                    proc.name regex "a|b"             ; proc.name matches "(?-i)^(?:a|b)\\\\z"
                    fd.name pmatch (/etc/, "/usr//x") ; fd.name matches "(?-i)^/*(?:etc(?:/|\\\\z)|usr/+x(?:/|\\\\z))"
                    fd.name pmatch (/)                ; fd.name matches "(?-i)^/*(?:)"
                    fd.num in (1, 2)                  ; fd.num in {1, 2}
                    proc.name in (cat, "l s")         ; proc.name in {"cat", "l s"}
                    proc.name in ()                   ; !an empty list
                    proc.name intersects (a, b)       ; proc.name in {"a", "b"}
                    proc.name contains anyof (a, b)   ; (proc.name contains "a" or proc.name contains "b")
                    proc.name contains allof (a)      ; proc.name contains "a"
                    proc.name contains allof (a, b)   ; !allof
                    basename(fd.name) = x             ; !basename()
                    len(fd.name) > 3                  ; !len()
                    """)
    void writesWhatSysdigsDialectSays(String sysdig, String expected) throws Exception {
        if (expected.startsWith("!")) {
            assertThatThrownBy(() -> translated(sysdig, Translation.NONE))
                    .isInstanceOf(UntranslatableException.class)
                    .hasMessage(expected.substring(1));
            return;
        }
        String written = translated(sysdig, Translation.NONE);
        assertThat(written).isEqualTo(expected);
        Expression read = WiresharkParser.parse(written, WiresharkFields.NAMES::contains);
        assertThat(WiresharkPrinter.print(read))
                .isEqualTo(written.replaceAll("^\\((.*)\\)$", "$1"));
    }

    @Test
    void writesMoreWhereFieldsHaveOneValue() throws Exception {
        assertThat(translated("len(fd.name) > 3", ONE_VALUE)).isEqualTo("len(fd.name) > 3");
        assertThat(translated("proc.name contains allof (a, b)", ONE_VALUE))
                .isEqualTo("(proc.name contains \"a\" and proc.name contains \"b\")");
        assertThat(translated("proc.name contains oneof (a, b)", ONE_VALUE))
                .isEqualTo(
                        "((proc.name contains \"a\" and not proc.name contains \"b\")"
                                + " or (not proc.name contains \"a\" and proc.name contains"
                                + " \"b\"))");
    }

    @Test
    void writesLiteralsAsTheTranslationSays() throws Exception {
        Translation seconds =
                new Translation() {
                    @Override
                    public Operand.Literal literal(
                            Operand left, Operator operator, Operand.Literal literal) {
                        return new Operand.Literal(
                                literal.text() + ".5", literal.form(), literal.where());
                    }
                };
        assertThat(translated("evt.latency > 3", seconds)).isEqualTo("evt.latency > 3.5");
    }
}
