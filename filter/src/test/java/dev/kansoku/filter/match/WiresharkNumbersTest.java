// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.syntax.Operand.Literal;
import dev.kansoku.filter.syntax.Operand.Literal.Form;
import dev.kansoku.filter.syntax.Span;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WiresharkNumbersTest {
    private static Literal literal(String text, Form form) {
        return new Literal(text, form, new Span(0, text.length()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SIGNED        | BARE      | 10                   | 10
                    SIGNED        | BARE      | -10                  | -10
                    SIGNED        | BARE      | 012                  | 10
                    SIGNED        | BARE      | -012                 | -10
                    SIGNED        | BARE      | 0xa                  | 10
                    SIGNED        | BARE      | 0XFF                 | 255
                    SIGNED        | BARE      | 0b1010               | 10
                    SIGNED        | BARE      | 0                    | 0
                    SIGNED        | BARE      | :10                  | 10
                    SIGNED        | BARE      | 9223372036854775807  | 9223372036854775807
                    SIGNED        | BARE      | -9223372036854775808 | -9223372036854775808
                    SIGNED        | BARE      | 9223372036854775808  |
                    SIGNED        | BARE      | 08                   |
                    SIGNED        | BARE      | 0b2                  |
                    SIGNED        | BARE      | 0x                   |
                    SIGNED        | BARE      | 1.5                  |
                    SIGNED        | BARE      | 1e3                  |
                    SIGNED        | BARE      | ten                  |
                    SIGNED        | BARE      | 68-1                 |
                    SIGNED        | QUOTED    | 10                   |
                    SIGNED        | CHARACTER | a                    | 97
                    SIGNED        | CHARACTER | é                    | 233
                    SIGNED        | CHARACTER | \udcff               | 255
                    UNSIGNED      | BARE      | 18446744073709551615 | -1
                    UNSIGNED      | BARE      | 0xffffffffffffffff   | -1
                    UNSIGNED      | BARE      | 18446744073709551616 |
                    UNSIGNED      | BARE      | -1                   |
                    BOOLEAN       | BARE      | TRUE                 | 1
                    BOOLEAN       | BARE      | False                | 0
                    BOOLEAN       | QUOTED    | True                 | 1
                    BOOLEAN       | BARE      | 1                    | 1
                    BOOLEAN       | BARE      | 7                    | 1
                    BOOLEAN       | BARE      | 0                    | 0
                    BOOLEAN       | BARE      | yes                  |
                    RELATIVE_TIME | BARE      | 1                    | 1000000000
                    RELATIVE_TIME | BARE      | 010                  | 10000000000
                    RELATIVE_TIME | BARE      | 0.5                  | 500000000
                    RELATIVE_TIME | BARE      | -0.5                 | -500000000
                    RELATIVE_TIME | BARE      | 0.000000001          | 1
                    RELATIVE_TIME | BARE      | 0.0000000001         |
                    RELATIVE_TIME | BARE      | 0.0000000010         | 1
                    RELATIVE_TIME | BARE      | 1e-3                 | 1000000
                    RELATIVE_TIME | BARE      | 1e999                |
                    RELATIVE_TIME | BARE      | 9223372036.854775807 | 9223372036854775807
                    RELATIVE_TIME | BARE      | 9223372037           |
                    RELATIVE_TIME | BARE      | 10ms                 |
                    ABSOLUTE_TIME | QUOTED    | 1970-01-01T00:00:01Z | 1000000000
                    ABSOLUTE_TIME | QUOTED    | 1970-01-01 00:00:01.5 | 1500000000
                    ABSOLUTE_TIME | QUOTED    | 1970-01-01T01:00:00+01:00 | 0
                    ABSOLUTE_TIME | QUOTED    | 1970-01-01T01:00:00+0100  | 0
                    ABSOLUTE_TIME | QUOTED    | 1970-01-02           | 86400000000000
                    ABSOLUTE_TIME | QUOTED    | 1970-1-1 01          | 3600000000000
                    ABSOLUTE_TIME | QUOTED    | 1970-01-01 01:01     | 3660000000000
                    ABSOLUTE_TIME | QUOTED    | 1970-01-01 01:01.5   |
                    ABSOLUTE_TIME | BARE      | 1970-01-01T00:00:01  | 1000000000
                    ABSOLUTE_TIME | QUOTED    | Jan 1, 1970 00:00:01.5 | 1500000000
                    ABSOLUTE_TIME | QUOTED    | jan 1, 1970 00:00:01 UTC | 1000000000
                    ABSOLUTE_TIME | QUOTED    | Dec 31, 1969 19:00:00 EST | 0
                    ABSOLUTE_TIME | QUOTED    | Jan 1, 1970 00:00:01 WET |
                    ABSOLUTE_TIME | QUOTED    | mrt 1, 2000 00:00:00 |
                    ABSOLUTE_TIME | QUOTED    | 2000-02-30 00:00:00  |
                    ABSOLUTE_TIME | QUOTED    | 2400-01-01 00:00:00  |
                    ABSOLUTE_TIME | BARE      | 1.5                  | 1500000000
                    ABSOLUTE_TIME | QUOTED    | soon                 |
                    """)
    void readsWholeNumbersAndTimes(FieldType type, Form form, String text, Long expected) {
        assertThat(WiresharkNumbers.whole(type, literal(text, form), ZoneOffset.UTC))
                .isEqualTo(expected);
    }

    @Test
    void takesATimeWithoutZoneAsLocal() {
        assertThat(
                        WiresharkNumbers.whole(
                                FieldType.ABSOLUTE_TIME,
                                literal("1970-01-01 09:00:00", Form.QUOTED),
                                ZoneId.of("Asia/Tokyo")))
                .isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "1.5, 1.5",
                "-2, -2.0",
                "012, 10.0",
                "1e3, 1000.0",
                "0x1.8p1, 3.0",
                "0x10.8, 16.5",
                "inf, Infinity",
                "1f, none",
                "NaN, none",
                "x, none",
                "1e999, none"
            })
    void readsRealNumbers(String text, Double expected) {
        assertThat(WiresharkNumbers.real(literal(text, Form.BARE))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "47:45:54, 474554",
                "47-45, 4745",
                "47.45, 4745",
                "0.1.d, 00010d",
                "fc, fc",
                "fc:, fc",
                ":47, 47",
                ":474554, 474554",
                "4f4554, 4f4554",
                "0xff, ff",
                "0x7, 07",
                "0x100, none",
                "47, none",
                "474554, none",
                "47:45-54, none",
                "47::45, none",
                "47:45:, none",
                "47., none",
                "xy, none",
                "fcd, none",
                "474:4, none"
            })
    void readsBytesInHexadecimal(String text, String expected) {
        byte[] bytes = WiresharkNumbers.bytes(FieldType.BYTES, literal(text, Form.BARE));
        assertThat(bytes == null ? null : HexFormat.of().formatHex(bytes)).isEqualTo(expected);
    }

    @Test
    void takesTextAsItIs() {
        assertThat(WiresharkNumbers.bytes(FieldType.TEXT, literal("47:45", Form.BARE)))
                .asString()
                .isEqualTo("47:45");
        assertThat(WiresharkNumbers.bytes(FieldType.BYTES, literal("47:45", Form.QUOTED)))
                .asString()
                .isEqualTo("47:45");
        assertThat(WiresharkNumbers.bytes(FieldType.BYTES, literal("G", Form.CHARACTER)))
                .asString()
                .isEqualTo("G");
    }

    @Test
    void readsAddressesWithoutQuotes() {
        assertThat(WiresharkNumbers.net(literal("10.0.0.0/8", Form.BARE))).isNotNull();
        assertThat(WiresharkNumbers.net(literal("::1", Form.BARE))).isNotNull();
        assertThat(WiresharkNumbers.net(literal("10.0.0.1", Form.QUOTED))).isNull();
    }
}
