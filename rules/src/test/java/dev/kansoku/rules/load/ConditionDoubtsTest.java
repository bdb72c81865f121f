// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionDoubtsTest {
    private static final RuleLoader LOADER =
            new RuleLoader(new EngineFields(FieldOptions.text().withNames(false)), LoadOptions.ALL);

    private static List<Problem> problems(String condition) {
        return LOADER
                .loadTexts(
                        List.of(
                                new RuleText(
                                        "a.yaml",
                                        """
                                        - list: names
                                          items: [cat, proc.name]
                                        - rule: R
                                          desc: d
                                          condition: evt.type=open and %s
                                          output: o
                                          priority: notice
                                        """
                                                .formatted(condition))))
                .problems()
                .stream()
                .filter(problem -> problem.code() != Code.UNUSED_LIST)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc.name = proc.pname",
                "proc.name in (names)",
                "proc.name = 'toupper(proc.pname)'",
                "proc.name regex '^nginx$'",
                "fd.name regex '/etc/.*'",
                "fd.name regex '.*shadow'"
            })
    void whatIsProbablyNotMeantIsWarnedOf(String condition) {
        assertThat(problems(condition))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo(Code.COMPILE_CONDITION);
                            assertThat(problem.isError()).isFalse();
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc.name = val(proc.pname)",
                "proc.name = cat",
                "proc.name = '<NA>'",
                "fd.name regex '/etc/[a-z]+'",
                "fd.name regex '/a|/b'"
            })
    void whatIsMeantIsNot(String condition) {
        assertThat(problems(condition)).isEmpty();
    }

    @Test
    void theWarningNamesTheText() {
        assertThat(problems("proc.name = proc.pname").getFirst().message())
                .isEqualTo(
                        "\"proc.pname\" is a text here, and the name of a field: val(proc.pname) is"
                                + " the field's value");
    }
}
