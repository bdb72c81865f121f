// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.rules.RegressionCase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Falco's public regression data, as far as it says what problems rule files have: code, type and
 * name of the item. The texts of messages are our own.
 */
class RuleRegressionTest {
    /** Codes that are called otherwise by now. */
    private static final Map<String, String> RENAMED =
            Map.of("LOAD_UNKNOWN_FIELD", "LOAD_UNKNOWN_FILTER");

    private static final EngineFields FIELDS = new EngineFields(FieldOptions.text());
    private static int passed;

    @TestFactory
    Stream<DynamicTest> findsTheProblemsThatFalcoFinds() {
        return RegressionCase.all().stream()
                .filter(one -> one.has("validate_rules_file"))
                .map(one -> DynamicTest.dynamicTest(one.toString(), () -> check(one)));
    }

    @AfterAll
    static void tellHowMany() {
        System.out.println("golden: " + passed + " cases of rule files with problems");
    }

    private static void check(RegressionCase one) {
        LoadResult result =
                new RuleLoader(FIELDS, LoadOptions.ALL).load(one.paths("validate_rules_file"));

        List<String> errors = result.errors().stream().map(RuleRegressionTest::shown).toList();
        List<String> warnings = result.warnings().stream().map(RuleRegressionTest::shown).toList();
        for (Map<String, Object> wanted : one.maps("validate_errors")) {
            assertThat(errors).anyMatch(error -> error.contains(shown(wanted)));
        }
        for (Map<String, Object> wanted : one.maps("validate_warnings")) {
            assertThat(warnings).anyMatch(warning -> warning.contains(shown(wanted)));
        }
        assertThat(result.ok()).isEqualTo(one.maps("validate_errors").isEmpty());
        for (String fine : one.texts("validate_ok")) {
            assertThat(result.errors()).noneMatch(error -> error.file().endsWith(fine));
        }
        passed++;
    }

    private static String shown(Map<String, Object> wanted) {
        String code = wanted.get("code").toString();
        return "|"
                + RENAMED.getOrDefault(code, code)
                + "|"
                + wanted.get("item_type")
                + "|"
                + wanted.get("item_name")
                + "|";
    }

    /** Each thing that a problem is part of, the innermost last. */
    private static String shown(Problem problem) {
        StringBuilder shown = new StringBuilder();
        for (Problem.Location location : problem.locations()) {
            shown.append('|')
                    .append(problem.code().text())
                    .append('|')
                    .append(location.type().text())
                    .append('|')
                    .append(location.name())
                    .append('|');
        }
        return shown.append(problem.message()).toString();
    }
}
