// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kansoku.rules.Place;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {
    private static Config read(String text, String... sets) throws ConfigException {
        return ConfigReader.read("kansoku.yaml", text, List.of(sets), Map.of());
    }

    private static String fault(String text, String... sets) {
        return catchThrowableOfType(ConfigException.class, () -> read(text, sets)).getMessage();
    }

    @Test
    void readsWhatIsGivenAndKnowsWhereItStands() throws ConfigException {
        Config config =
                read(
                        """
                        rules:
                          files: [/etc/kansoku/rules.d, more.yaml]
                          matching: all
                        outputs:
                          - to: stdout
                          - to: file:/var/log/alerts
                        drops:
                          threshold: 0.25
                        reload:
                          settle: 1m30s
                        """);

        assertThat(config.words("rules.files"))
                .containsExactly("/etc/kansoku/rules.d", "more.yaml");
        assertThat(config.choice("rules.matching")).isEqualTo("all");
        assertThat(config.count("outputs")).isEqualTo(2);
        assertThat(config.text("outputs[1].to")).isEqualTo("file:/var/log/alerts");
        assertThat(config.number("drops.threshold")).isEqualTo(0.25);
        assertThat(config.nanos("reload.settle")).isEqualTo(90_000_000_000L);
        assertThat(config.integer("drops.burst")).isEqualTo(1);
        assertThat(config.place("outputs[1].to")).isEqualTo(new Place("kansoku.yaml", 6, 9));
        assertThat(config.place("drops.burst")).isNull();
    }

    @Test
    void anEmptyFileIsTheDefaults() throws ConfigException {
        assertThat(read("").given()).isEmpty();
        assertThat(read("# nothing\n").given()).isEmpty();
        assertThat(read("rules:\noutputs:\n").given()).isEmpty();
    }

    @Test
    void aMistakeHasFileLineColumnCaretAndTheNearestName() {
        assertThat(fault("rules:\n  matchin: all\n"))
                .isEqualTo(
                        """
                        kansoku.yaml:2:3: no setting "matchin" in rules: did you mean matching?
                              matchin: all
                              ^^^^^^^\
                        """);
        assertThat(fault("rules:\n  matching: al\n"))
                .isEqualTo(
                        """
                        kansoku.yaml:2:13: rules.matching takes first, all, not "al": did you mean all?
                              matching: al
                                        ^^\
                        """);
        assertThat(fault("rulez: 1\n")).contains(":1:1: no setting \"rulez\": did you mean rules?");
    }

    @Test
    void allMistakesAreToldAtOnce() {
        assertThat(
                        fault(
                                """
                                drops:
                                  threshold: 1.1
                                  burst: none
                                  actions: [log, shout]
                                metrics: {listen: localhost}
                                reload: {watch: "yes", settle: 5}
                                capture: {buffer_size: 1K}
                                outputs: stdout
                                containers: [x]
                                """))
                .contains(
                        ":2:14: drops.threshold takes a number from 0 to 1, not \"1.1\"",
                        ":3:10: drops.burst takes a whole number from 1 to 1000000, not \"none\"",
                        ":4:18: drops.actions takes ignore, log, alert, exit, not \"shout\"",
                        ":5:19: metrics.listen takes an IP address and a port",
                        ":6:17: reload.watch takes true or false, not \"yes\"",
                        ":6:32: reload.settle takes a span of time such as 5s from 10ms to 5m",
                        ":7:24: capture.buffer_size takes a number of bytes such as 8M from 64K to"
                                + " 1G",
                        ":8:10: outputs is a list, each entry behind a dash",
                        ":9:13: containers is made of key: value");
    }

    @Test
    void whatIsNoYamlSaysWhere() {
        assertThat(fault("rules: [\n")).startsWith("kansoku.yaml:2:1: is no YAML: ");
        assertThat(fault("[".repeat(100))).contains("is nested too deeply");
        assertThat(fault("a: 1\n---\nb: 2\n")).contains(":3:1: a configuration is one document");
        assertThat(fault("rules: {}\nrules: {}\n")).contains(":2:1: \"rules\" stands here twice");
        assertThat(fault("- a\n")).contains(":1:1: a configuration is made of key: value");
        assertThat(fault("? [a]\n: b\n")).contains("is no YAML: Non scalar key");
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws ConfigException {
        Config config =
                ConfigReader.read(
                        "kansoku.yaml",
                        "rules: {matching: all, priority: error}\ndrops: {burst: 2, rate: 3}\n",
                        List.of("rules.matching=first"),
                        Map.of(
                                "KANSOKU_DROPS_BURST", "7",
                                "KANSOKU_RULES_MATCHING", "all",
                                "KANSOKU_OUTPUTS_0_TO", "stdout",
                                "KANSOKU_OUTPUTS_1_TO", "file:x",
                                "KANSOKU_SERVICE_HOST", "10.0.0.1",
                                "KANSOKU_PORT", "tcp://10.0.0.1:80"));

        assertThat(config.choice("rules.matching")).isEqualTo("first");
        assertThat(config.choice("rules.priority")).isEqualTo("error");
        assertThat(config.integer("drops.burst")).isEqualTo(7);
        assertThat(config.number("drops.rate")).isEqualTo(3);
        assertThat(config.count("outputs")).isEqualTo(2);
        assertThat(config.text("outputs[1].to")).isEqualTo("file:x");
    }

    @Test
    void anOverrideReachesIntoLists() throws ConfigException {
        Config config =
                read(
                        "rules: {files: one.yaml, tags: [a, b]}\noutputs:\n  - to: stdout\n",
                        "rules.files[1]=two.yaml",
                        "rules.files[]=three.yaml",
                        "rules.tags=[x, y]",
                        "outputs[0].to=https://host:1/a#b",
                        "outputs[].to=stdout",
                        "rules.disable=a");

        assertThat(config.words("rules.files"))
                .containsExactly("one.yaml", "two.yaml", "three.yaml");
        assertThat(config.words("rules.tags")).containsExactly("x", "y");
        assertThat(config.text("outputs[0].to")).isEqualTo("https://host:1/a#b");
        assertThat(config.text("outputs[1].to")).isEqualTo("stdout");
        assertThat(config.words("rules.disable")).containsExactly("a");
        assertThat(read("", "outputs=[{to: stdout}]").count("outputs")).isEqualTo(1);
    }

    @Test
    void aFaultInAnOverridePointsIntoIt() {
        assertThat(fault("", "rules.matching=some"))
                .isEqualTo(
                        """
                        --set:1:16: rules.matching takes first, all, not "some"
                            rules.matching=some
                                           ^^^^\
                        """);
        assertThat(fault("", "rules.matchin=all"))
                .contains("no setting \"rules.matchin\": did you mean rules.matching?");
        assertThat(fault("", "rules")).contains("--set:1:1: takes key=value");
        assertThat(fault("", "outputs[3].to=x"))
                .contains("\"outputs\" has 0 entries: [0] or [] adds one");
        assertThat(fault("", "rules.tags=[a, ''")).contains("--set:1:18: is no YAML");
        assertThat(fault("", "rules[0].tags=a")).contains("no setting \"rules[0].tags\"");
    }

    @Test
    void theEnvironmentIsPutInWhereTheTableSaysSo() throws ConfigException {
        Config config =
                ConfigReader.read(
                        "kansoku.yaml",
                        "rules: {files: '${DIR}/$${X}/a.yaml', disable: ['${DIR}']}\n",
                        List.of(),
                        Map.of("DIR", "/rules"));

        assertThat(config.words("rules.files")).containsExactly("/rules/${X}/a.yaml");
        assertThat(config.words("rules.disable")).containsExactly("${DIR}");
        assertThat(fault("rules: {files: '${NONE}/a'}\n"))
                .contains(":1:16: the environment has no NONE");
    }

    @Test
    void whatIsGivenBecomesOptions() throws ConfigException {
        Config config =
                read(
                        """
                        rules: {files: [a, b], matching: all}
                        alerts: {json: true, time_iso: false}
                        capture: {snaplen: 200}
                        drops: {burst: 3}
                        """);

        assertThat(config.options(path -> !path.startsWith("capture.")))
                .isEqualTo(
                        Map.of(
                                "rules", List.of("a", "b"),
                                "rule-matching", List.of("all"),
                                "json", List.of("")));
    }

    @Test
    void outputsAreReadAsTheyAreOnTheCommandLine() throws ConfigException {
        Config config =
                read(
                        """
                        outputs:
                          - {to: 'file:/var/log/alerts', format: json, rotate_bytes: 8M}
                          - to: https://host/path
                            header: ["A: b", "C: d"]
                            priority: error
                        """);

        assertThat(config.outputs())
                .extracting(output -> output.address() + output.settings())
                .containsExactly(
                        "file:/var/log/alerts{format=[json], rotate-bytes=[8M]}",
                        "https://host/path{priority=[error], header=[A: b, C: d]}");
    }

    @Test
    void anOutputThatCannotBeSaysWhere() throws ConfigException {
        Config config =
                read(
                        """
                        outputs:
                          - {to: stdout, rotate_bytes: 8M}
                          - to: nowhere
                          - format: json
                        """);

        assertThat(catchThrowableOfType(ConfigException.class, config::outputs).getMessage())
                .contains(
                        "kansoku.yaml:2:32: outputs[0]: outputs of this kind have no setting"
                                + " \"rotate_bytes\"",
                        "kansoku.yaml:3:9: outputs[1]: \"nowhere\" is no output",
                        "kansoku.yaml:4:5: outputs[2] says nothing of where to: it has no \"to\"");
    }
}
