// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.field.FieldValue;
import dev.kansoku.filter.syntax.Calculation;
import dev.kansoku.filter.syntax.Operand.Slice.Range;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractorsTest {
    private static final Extractor<String> NOTHING = (_, _) -> false;

    /** Gives the texts that the context has between its bars. */
    private static final Extractor<String> TEXTS =
            (context, out) -> {
                for (String text : context.split("\\|", -1)) {
                    out.bytes(text.getBytes(StandardCharsets.UTF_8));
                }
                return true;
            };

    private static Extractor<String> numbers(long... numbers) {
        return (_, out) -> {
            for (long number : numbers) {
                out.number(number);
            }
            return true;
        };
    }

    private static Extractor<String> real(double number) {
        return (_, out) -> {
            out.real(number);
            return true;
        };
    }

    private static List<String> texts(Extractor<String> extractor, String context) {
        FieldValue out = new FieldValue();
        out.begin(FieldType.TEXT);
        List<String> texts = new ArrayList<>();
        if (!extractor.extract(context, out)) {
            return List.of("none");
        }
        for (int i = 0; i < out.size(); i++) {
            texts.add(
                    new String(out.bytes(i), out.offset(i), out.length(i), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static List<Long> numbersOf(Extractor<String> extractor) {
        FieldValue out = new FieldValue();
        out.begin(FieldType.SIGNED);
        List<Long> numbers = new ArrayList<>();
        if (extractor.extract("", out)) {
            for (int i = 0; i < out.size(); i++) {
                numbers.add(out.numberAt(i));
            }
        }
        return numbers;
    }

    @ParameterizedTest
    @CsvSource({
        "touché, BYTES, 0, 1, t",
        "touché, BYTES, 5, 2, é",
        "touché, BYTES, -2, -1, é",
        "touché, TEXT, 5, 1, é",
        "touché, TEXT, -1, 1, é",
        "touché, TEXT, -6, -1, touché",
        "touché, TEXT, -7, 1, none",
        "touché, TEXT, 6, 1, none",
        "touché, TEXT, 5, 2, none",
        "touché, BYTES, 7, 1, none",
        "touché, BYTES, 6, 2, none",
        "touché, BYTES, -8, 1, none",
        "touché, BYTES, 0, 7, touché",
        "touché, BYTES, 0, 8, none",
        "touché, BYTES, 7, -1, none",
        "ab|abc|c, TEXT, 1, 2, bc",
    })
    void takesASlice(String text, FieldType type, int from, int length, String expected) {
        SliceExtractor<String> slice =
                new SliceExtractor<>(TEXTS, type, List.of(new Range(from, length)));
        assertThat(texts(slice, text)).containsExactly(expected);
    }

    @Test
    void putsSeveralRangesTogetherForEachValue() {
        SliceExtractor<String> slice =
                new SliceExtractor<>(
                        TEXTS,
                        FieldType.BYTES,
                        List.of(new Range(1, 1), new Range(3, 3), new Range(6, Range.TO_END)));
        assertThat(texts(slice, "0123456789|abc|ABCDEFG")).containsExactly("13456789", "BDEFG");
        assertThat(texts(slice, "abc")).containsExactly("none");
        assertThat(
                        texts(
                                new SliceExtractor<>(
                                        NOTHING, FieldType.TEXT, List.of(new Range(0, 1))),
                                ""))
                .containsExactly("none");
    }

    private static List<Long> calculated(
            Calculation calculation, FieldType type, Extractor<String> a, Extractor<String> b) {
        return numbersOf(new CalculationExtractor<>(calculation, a, type, b, type));
    }

    @Test
    void calculatesAsSixtyFourBitsDo() {
        FieldType signed = FieldType.SIGNED;
        assertThat(calculated(Calculation.ADD, signed, numbers(Long.MAX_VALUE), numbers(1)))
                .containsExactly(Long.MIN_VALUE);
        assertThat(calculated(Calculation.SUBTRACT, signed, numbers(3), numbers(5)))
                .containsExactly(-2L);
        assertThat(calculated(Calculation.MULTIPLY, signed, numbers(1L << 62), numbers(4)))
                .containsExactly(0L);
        assertThat(calculated(Calculation.DIVIDE, signed, numbers(-7), numbers(2)))
                .containsExactly(-3L);
        assertThat(calculated(Calculation.DIVIDE, signed, numbers(Long.MIN_VALUE), numbers(-1)))
                .containsExactly(Long.MIN_VALUE);
        assertThat(calculated(Calculation.REMAINDER, signed, numbers(-7), numbers(2)))
                .containsExactly(-1L);
        assertThat(calculated(Calculation.BIT_AND, signed, numbers(0xff), numbers(0x0f)))
                .containsExactly(0x0fL);
        assertThat(calculated(Calculation.DIVIDE, FieldType.UNSIGNED, numbers(-1), numbers(2)))
                .containsExactly(Long.MAX_VALUE);
        assertThat(calculated(Calculation.REMAINDER, FieldType.UNSIGNED, numbers(-1), numbers(10)))
                .containsExactly(5L);
    }

    @Test
    void whatIsDividedByZeroHasNoValue() {
        FieldType signed = FieldType.SIGNED;
        assertThat(calculated(Calculation.DIVIDE, signed, numbers(1), numbers(0))).isEmpty();
        assertThat(calculated(Calculation.REMAINDER, signed, numbers(1), numbers(0))).isEmpty();
        assertThat(calculated(Calculation.DIVIDE, signed, numbers(8), numbers(0, 2)))
                .containsExactly(4L);
        assertThat(calculated(Calculation.DIVIDE, FieldType.DOUBLE, real(1), real(0))).isEmpty();
        assertThat(calculated(Calculation.ADD, signed, numbers(1), NOTHING)).isEmpty();
    }

    @Test
    void calculatesEachWithEachUpToABound() {
        assertThat(calculated(Calculation.ADD, FieldType.SIGNED, numbers(1, 2), numbers(10, 20)))
                .containsExactly(11L, 21L, 12L, 22L);
        assertThat(
                        calculated(
                                Calculation.ADD,
                                FieldType.SIGNED,
                                numbers(new long[100]),
                                numbers(new long[100])))
                .hasSize(4096);
    }

    @Test
    void calculatesWithRealNumbers() {
        FieldValue out = new FieldValue();
        out.begin(FieldType.DOUBLE);
        Extractor<String> half =
                new CalculationExtractor<>(
                        Calculation.DIVIDE,
                        real(3),
                        FieldType.DOUBLE,
                        numbers(2),
                        FieldType.SIGNED);
        assertThat(half.extract("", out)).isTrue();
        assertThat(out.real()).isEqualTo(1.5);
        assertThat(
                        numbersOf(
                                new CalculationExtractor<>(
                                        Calculation.MULTIPLY,
                                        numbers(3_000),
                                        FieldType.RELATIVE_TIME,
                                        real(1.5),
                                        FieldType.DOUBLE)))
                .containsExactly(4_500L);
    }

    @Test
    void countsAndMeasures() {
        assertThat(numbersOf(new CountExtractor<>(numbers(1, 2, 3), FieldType.SIGNED)))
                .containsExactly(3L);
        assertThat(numbersOf(new CountExtractor<>(numbers(), FieldType.SIGNED))).isEmpty();
        assertThat(numbersOf(new CountExtractor<>(NOTHING, FieldType.SIGNED))).isEmpty();
        Extractor<String> two = (_, out) -> TEXTS.extract("é|abc", out);
        assertThat(numbersOf(new LengthExtractor<>(two, FieldType.TEXT))).containsExactly(2L, 3L);
        assertThat(numbersOf(new LengthExtractor<>(NOTHING, FieldType.TEXT))).isEmpty();
    }

    @Test
    void findsTheLargestAndTheSmallest() {
        List<Extractor<String>> inner = List.of(numbers(3, -1), NOTHING, numbers(7, 2));
        assertThat(numbersOf(new ExtremeExtractor<>(inner, FieldType.SIGNED, true)))
                .containsExactly(7L);
        assertThat(numbersOf(new ExtremeExtractor<>(inner, FieldType.SIGNED, false)))
                .containsExactly(-1L);
        assertThat(numbersOf(new ExtremeExtractor<>(inner, FieldType.UNSIGNED, true)))
                .containsExactly(-1L);
        assertThat(numbersOf(new ExtremeExtractor<>(List.of(NOTHING), FieldType.SIGNED, true)))
                .isEmpty();
        assertThat(texts(new ExtremeExtractor<>(List.of(TEXTS), FieldType.TEXT, true), "b|bé|ba|a"))
                .containsExactly("bé");
        FieldValue out = new FieldValue();
        out.begin(FieldType.DOUBLE);
        new ExtremeExtractor<>(List.of(real(1.5), real(-2.5)), FieldType.DOUBLE, false)
                .extract("", out);
        assertThat(out.real()).isEqualTo(-2.5);
    }

    @Test
    void takesSignsAway() {
        assertThat(
                        numbersOf(
                                new AbsoluteExtractor<>(
                                        numbers(-3, 3, Long.MIN_VALUE), FieldType.SIGNED)))
                .containsExactly(3L, 3L, Long.MIN_VALUE);
        assertThat(numbersOf(new AbsoluteExtractor<>(numbers(-3), FieldType.UNSIGNED)))
                .containsExactly(-3L);
    }

    @Test
    void writesValuesAsTheyAreShown() {
        NumberFormat decimal = NumberFormat.DECIMAL;
        assertThat(texts(new StringExtractor<>(numbers(-3, 4), FieldType.SIGNED, decimal), ""))
                .containsExactly("-3", "4");
        assertThat(texts(new StringExtractor<>(numbers(-1), FieldType.UNSIGNED, decimal), ""))
                .containsExactly("18446744073709551615");
        assertThat(
                        texts(
                                new StringExtractor<>(
                                        numbers(255), FieldType.UNSIGNED, NumberFormat.OCTAL),
                                ""))
                .containsExactly("377");
        assertThat(texts(new StringExtractor<>(numbers(1, 0), FieldType.BOOLEAN, decimal), ""))
                .containsExactly("true", "false");
        assertThat(texts(new StringExtractor<>(real(1.25), FieldType.DOUBLE, decimal), ""))
                .containsExactly("1.3");
        Extractor<String> address =
                (_, out) -> {
                    out.bytes(new byte[] {10, 0, 0, (byte) 200});
                    return true;
                };
        assertThat(texts(new StringExtractor<>(address, FieldType.ADDRESS, decimal), ""))
                .containsExactly("10.0.0.200");
        assertThat(texts(new StringExtractor<>(TEXTS, FieldType.TEXT, decimal), "a|b"))
                .containsExactly("a", "b");
        assertThat(texts(new StringExtractor<>(NOTHING, FieldType.TEXT, decimal), ""))
                .containsExactly("none");
    }

    @Test
    void writesIntoTheSameBufferForEachEvent() {
        List<Range> ranges = List.of(new Range(0, 1), new Range(1, Range.TO_END));
        for (Extractor<String> extractor :
                List.of(
                        new SliceExtractor<>(TEXTS, FieldType.TEXT, ranges),
                        new StringExtractor<>(
                                numbers(1, 2, 3, 4, 5), FieldType.SIGNED, NumberFormat.DECIMAL))) {
            FieldValue out = new FieldValue();
            out.begin(FieldType.TEXT);
            extractor.extract("a long text|and another", out);
            byte[] buffer = out.bytes(0);
            assertThat(out.bytes(1)).isSameAs(buffer);
            out.begin(FieldType.TEXT);
            extractor.extract("a short one", out);
            assertThat(out.bytes(0)).isSameAs(buffer);
        }
    }
}
