// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexLimitsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/.*",
                "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}",
                "[0-9a-f]{64}",
                "(a{20}){20}",
                "a{1000}",
                "x{,3}{",
                "[]{1000}]{3}",
                "[[:alpha:]]{3}",
                "(?i)(?P<name>\\x{10ffff}\\p{Greek}|\\Q(((\\E)",
                ""
            })
    void takesWhatPeopleWrite(String expression) {
        assertThat(RegexLimits.complaint(expression)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{1000}){1000}",
                "((a{100}){100}){10}",
                "(((a{10}){10}){10}){10}",
                "(?:a?){1000}(?:a?){1000}(?:a?){1000}",
                "(a{0,1000}){1000}",
                "((((((((((((a{2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}"
            })
    void refusesCountsThatMultiply(String expression) {
        assertThat(RegexLimits.complaint(expression))
                .isEqualTo("a regular expression of more than 5000 steps");
    }

    @Test
    void refusesDeepGroupsAndLongTexts() {
        assertThat(RegexLimits.complaint("(".repeat(30_000)))
                .isEqualTo("a regular expression with groups more than 100 deep");
        assertThat(RegexLimits.complaint("x?".repeat(30_000)))
                .isEqualTo("a regular expression of more than 5000 steps");
        assertThat(RegexLimits.complaint("a)b(")).startsWith("not a regular expression: ");
    }

    @Test
    void neverCountsMuchLessThanTheProgramHas() {
        Random random = new Random(9);
        String[] parts = {
            "a",
            "(",
            ")",
            "(?:",
            "[",
            "]",
            "^",
            "{2}",
            "{30}",
            "{0,40}",
            "{3,}",
            "*",
            "+",
            "?",
            "|",
            "\\",
            "\\Q",
            "\\E",
            "\\x{61}",
            "[:alpha:]",
            "-",
            ".",
            "$",
            "(?i)",
            "\\pL",
            "{",
            "}",
            ","
        };
        int read = 0;
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(14); j >= 0; j--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String expression = text.toString();
            if (RegexLimits.complaint(expression) == null) {
                try {
                    read++;
                    assertThat(Pattern.compile(expression).programSize())
                            .as(expression)
                            .isLessThan(4 * RegexLimits.SIZE);
                } catch (PatternSyntaxException e) {
                    throw new AssertionError(expression, e);
                }
            }
        }
        assertThat(read).isGreaterThan(1000);
    }
}
