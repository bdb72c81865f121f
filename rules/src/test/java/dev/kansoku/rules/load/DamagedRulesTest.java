// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.rules.starter.StarterRules;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rule files that somebody damaged: what is wrong is told, with a place that there is. */
class DamagedRulesTest {
    private static final int FILES = 300;
    private static final String PIECES = "-:[]{}()\"'|>&*!%#,= \n\t\\\u0000\u00e9\ud83d\ude00=~";
    private static final String SMALL =
            """
            - list: l
              items: [a, "b c", 'd']
            - macro: m
              condition: proc.name in (l) or fd.name startswith "/\\u00e9"
            - rule: R
              desc: d
              condition: >
                evt.type in (open, openat) and
                  not m
              output: "%proc.name \\t %fd.name"
              priority: info
              tags: [x, y]
              exceptions:
                - name: e
                  fields: [proc.name, fd.name]
                  comps: [in, startswith]
                  values: [[l, /tmp], [[p, q], /var]]
            - rule: R
              condition: and fd.num > 2
              override: {condition: append}
            """;

    private final RuleLoader loader =
            new RuleLoader(new EngineFields(FieldOptions.text()), LoadOptions.ALL);

    @Test
    void damagedTextIsToldOfAndNothingElseHappens() {
        Random random = new Random(20_261_126);
        String starter = StarterRules.files().getFirst().text();
        for (int i = 0; i < FILES; i++) {
            StringBuilder text = new StringBuilder(i % 4 == 0 ? starter : SMALL);
            for (int change = random.nextInt(4); change >= 0; change--) {
                damage(text, random);
            }
            check(text.toString());
        }
    }

    private static void damage(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(12));
        switch (random.nextInt(4)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
            case 2 -> text.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
            default -> text.insert(at, text.substring(at, end));
        }
    }

    private void check(String text) {
        LoadResult result = loader.loadTexts(List.of(new RuleText("made.yaml", text)));

        for (Problem problem : result.problems()) {
            assertThat(problem.message()).isNotBlank();
            assertThat(problem.where().line()).isBetween(1, (int) text.lines().count() + 1);
            assertThat(problem.where().column()).isPositive();
            assertThat(ProblemText.of(problem)).endsWith("\n");
        }
        assertThat(ProblemJson.of(result)).startsWith("{\"falco_load_results\":[{");
    }
}
