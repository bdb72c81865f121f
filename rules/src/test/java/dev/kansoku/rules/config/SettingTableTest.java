// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class SettingTableTest {
    private static final Path EXAMPLE = Path.of("../docs/kansoku.yaml");

    @Test
    void everyDefaultIsThis() {
        Map<String, String> defaults = new LinkedHashMap<>();
        for (Setting setting : SettingTable.all()) {
            // Those of outputs stand in the table of outputs, and are pinned with it.
            if (setting.fallback() != null && !setting.path().startsWith("outputs[].")) {
                defaults.put(setting.path(), setting.fallback());
            }
        }

        assertThat(defaults)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("rules.priority", "debug"),
                                Map.entry("rules.matching", "first"),
                                Map.entry("rules.profile", "false"),
                                Map.entry("alerts.json", "false"),
                                Map.entry("alerts.time_iso", "false"),
                                Map.entry("alerts.no_container_output", "false"),
                                Map.entry("alerts.show_secrets", "false"),
                                Map.entry("alerts.why", "false"),
                                Map.entry("drops.actions", "log|alert"),
                                Map.entry("drops.threshold", "0.1"),
                                Map.entry("drops.rate", "0.03333"),
                                Map.entry("drops.burst", "1"),
                                Map.entry("drops.simulate", "false"),
                                Map.entry("reload.watch", "true"),
                                Map.entry("reload.settle", "1s"),
                                Map.entry("capture.on_pressure", "shed"),
                                Map.entry("capture.snaplen", "80"),
                                Map.entry("containers.none", "false"),
                                Map.entry("containers.hold", "1000"),
                                Map.entry("containers.host_root", "/")));
    }

    @Test
    void everyRowIsOfUse() {
        Set<String> variables = new TreeSet<>();
        for (Setting setting : SettingTable.all()) {
            assertThat(setting.path()).matches("[a-z0-9_]+(\\[])?(\\.[a-z0-9_]+(\\[])?)*");
            assertThat(setting.description()).as(setting.path()).endsWith(".");
            assertThat(variables.add(SettingOverride.variable(setting.path())))
                    .as("the environment's name of %s is of it alone", setting.path())
                    .isTrue();
            String fallback = setting.fallback();
            if (fallback != null) {
                for (String word : fallback.split("\\|")) {
                    assertThat(ValueText.fault(setting, word)).as(setting.path()).isNull();
                }
            }
        }
    }

    @Test
    void theExampleInTheDocsShowsAllSettingsAndSaysNothing() throws Exception {
        if (System.getProperty("kansoku.write") != null) {
            Files.writeString(EXAMPLE, ConfigExample.text());
        }
        String text = Files.readString(EXAMPLE);

        assertThat(text).isEqualTo(ConfigExample.text());
        assertThat(ConfigReader.read(EXAMPLE, List.of(), Map.of()).given()).isEmpty();
    }

    @Test
    void theExampleWithoutItsCommentSignsIsTheDefaults() throws ConfigException {
        StringBuilder said = new StringBuilder();
        for (String line : ConfigExample.text().lines().toList()) {
            boolean value = line.matches("  # (- |  )?[a-z0-9_]+:( .*)?");
            said.append(value ? line.replaceFirst("# ", "") : line).append('\n');
        }

        Config config = ConfigReader.read("example", said.toString(), List.of(), Map.of());

        for (Setting setting : SettingTable.all()) {
            String path = setting.path().replace("[]", "[0]");
            if (setting.fallback() != null && !setting.path().contains("[]")) {
                assertThat(config.isGiven(path)).as(path).isTrue();
                assertThat(config.words(path)).isEqualTo(Config.DEFAULT.words(path));
            }
        }
    }

    @Test
    void theSchemaNamesEverySettingWithItsDefault() throws IOException {
        String schema = ConfigSchema.text();

        int depth = 0;
        Set<String> names = new TreeSet<>();
        try (JsonParser json =
                new JsonFactory()
                        .createParser(ObjectReadContext.empty(), new StringReader(schema))) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME) {
                    names.add(json.currentName());
                }
                depth = Math.max(depth, json.streamReadContext().getNestingDepth());
            }
        }
        for (Setting setting : SettingTable.all()) {
            assertThat(names).contains(setting.name());
        }
        assertThat(depth).isGreaterThan(4);
        assertThat(schema)
                .contains("\"default\" : 0.03333", "\"enum\" : [ \"first\", \"all\" ]")
                .contains("\"default\" : [ \"log\", \"alert\" ]")
                .contains("\"additionalProperties\" : false");
    }
}
