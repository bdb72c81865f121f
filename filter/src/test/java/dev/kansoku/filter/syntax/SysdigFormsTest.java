// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SysdigFormsTest {
    /** {@code fd.ip} has several values, {@code mac-lte} may have, all others have one. */
    private static final Translation KNOWN =
            new Translation() {
                @Override
                public Values values(Operand operand) {
                    return switch (operand) {
                        case Operand.FieldReference field ->
                                switch (field.name()) {
                                    case "fd.ip" -> Values.SEVERAL;
                                    case "mac-lte" -> Values.UNKNOWN;
                                    default -> Values.ONE;
                                };
                        case Operand.Call call -> values(call.arguments().getFirst());
                        case Operand.Slice slice -> values(slice.of());
                        default -> Values.UNKNOWN;
                    };
                }
            };

    private static String translated(String filter) throws Exception {
        return SysdigPrinter.print(
                WiresharkParser.parse(filter, WiresharkFields.NAMES::contains),
                Dialect.WIRESHARK,
                KNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    proc.name                           ; proc.name exists
                    not proc.name == "a b"              ; not proc.name = "a b"
                    3 < fd.num < 9                      ; fd.num > 3 and fd.num < 9
                    proc.name xor fd.num == 3           ; (proc.name exists and not fd.num = 3) or (not proc.name exists and fd.num = 3)
                    proc.name != "a"                    ; proc.name != a
                    proc.name !== "a"                   ; proc.name != a
                    proc.name === "a"                   ; proc.name = a
                    fd.ip === 10.0.0.1                  ; fd.ip in (10.0.0.1)
                    all fd.ip == 10.0.0.1               ; fd.ip in (10.0.0.1)
                    any fd.ip === 10.0.0.1              ; fd.ip = 10.0.0.1
                    fd.ip !== 10.0.0.1                  ; !!== where there may be several values
                    any fd.ip != 10.0.0.1               ; !!== where there may be several values
                    all fd.ip !== 10.0.0.1              ; fd.ip != 10.0.0.1
                    any fd.num != 3                     ; fd.num != 3
                    all mac-lte > 3                     ; mac-lte exists and not mac-lte <= 3
                    all fd.num > 3                      ; fd.num > 3
                    any fd.ip contains "x"              ; fd.ip contains x
                    all fd.ip contains "x"              ; !all with contains
                    fd.num in {1, 2}                    ; fd.num in (1, 2)
                    fd.ip in {10.0.0.1, 10.0.0.2}       ; fd.ip intersects (10.0.0.1, 10.0.0.2)
                    mac-lte in {1, 2}                   ; mac-lte intersects (1, 2)
                    all mac-lte in {1, 2}               ; mac-lte in (1, 2)
                    fd.num in {1..9}                    ; fd.num >= 1 and fd.num <= 9
                    fd.num in {1..9, 12, 15..20, 30}    ; fd.num in (12, 30) or (fd.num >= 1 and fd.num <= 9) or (fd.num >= 15 and fd.num <= 20)
                    fd.ip in {10.0.0.1..10.0.0.9}       ; !a range where there may be several values
                    fd.num not in {1, 2}                ; fd.num exists and not fd.num in (1, 2)
                    proc.name matches "^a|b$"           ; proc.name regex "(?s:.*)(?i:^a|b$)(?s:.*)"
                    proc.name matches "a)(b"            ; !"a)(b", which is no regular expression
                    proc.name matches "\\\\Qa"          ; !\\Q in an expression
                    lower(proc.name) == "cat"           ; tolower(proc.name) = cat
                    len(proc.name) > 3                  ; len(proc.name) > 3
                    len(fd.ip) > 3                      ; !len()
                    count(fd.ip) > 3                    ; !count()
                    proc.name == fd.name                ; proc.name = val(fd.name)
                    proc.name == lower(fd.name)         ; proc.name = tolower(fd.name)
                    evt.buffer[0:4] == "GET "           ; evt.buffer startswith "GET "
                    evt.buffer[-2:] == "\\r\\n"         ; evt.buffer endswith "\\x0d\\x0a"
                    evt.buffer[-2:2] == "ab"            ; evt.buffer endswith ab
                    evt.buffer[0:4] == "GET"            ; !a slice
                    evt.buffer[1:3] == "GET"            ; !a slice
                    evt.buffer[0:2] == "é"              ; !a slice
                    fd.num & 1                          ; !&
                    fd.num == fd.sport + 1              ; !+
                    fd.num == 'a'                       ; !a character in single quotes
                    proc.name == "and"                  ; proc.name = and
                    proc.name contains "\\xff"          ; proc.name contains "\\xff"
                    """)
    void writesWhatWiresharksDialectSays(String filter, String expected) throws Exception {
        if (expected.startsWith("!")) {
            assertThatThrownBy(() -> translated(filter))
                    .isInstanceOf(UntranslatableException.class)
                    .hasMessage(expected.substring(1));
            return;
        }
        String written = translated(filter);
        assertThat(written).isEqualTo(expected);
        assertThat(SysdigPrinter.print(SysdigParser.parse(written))).isEqualTo(written);
    }

    @Test
    void refusesAnXorThatGrowsTooLarge() {
        assertThatThrownBy(() -> translated("fd.num" + " xor fd.num".repeat(200)))
                .isInstanceOf(UntranslatableException.class)
                .hasMessage("xor of so many checks");
    }
}
