// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.rules.Shared;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rule files that everybody has, as they are. */
class PublicRulesTest {
    private final RuleLoader loader =
            new RuleLoader(new EngineFields(FieldOptions.text()), LoadOptions.ALL);

    @Test
    void stableIncubatingAndSandboxRulesLoadTogetherWithNothingToSay() {
        Path folder = Shared.folder("rules");

        LoadResult result =
                loader.load(
                        List.of(
                                folder.resolve("falco_rules.yaml"),
                                folder.resolve("falco-incubating_rules.yaml"),
                                folder.resolve("falco-sandbox_rules.yaml")));

        assertThat(result.problems()).isEmpty();
        assertThat(result.all()).hasSize(93);
        assertThat(result.rules()).hasSize(81);
    }

    @Test
    void stableRulesAreTwentyFive() {
        LoadResult result =
                loader.load(List.of(Shared.folder("rules").resolve("falco_rules.yaml")));

        assertThat(result.problems()).isEmpty();
        assertThat(result.rules()).hasSize(25);
        assertThat(result.rules().getFirst().name())
                .isEqualTo("Directory traversal monitored file read");
    }
}
