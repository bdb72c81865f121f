// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputSpecTest {
    private static void refuses(String text, String why) {
        assertThatThrownBy(() -> Outputs.check(OutputSpec.parse(text)))
                .isInstanceOf(OutputSpecException.class)
                .hasMessageContaining(why);
    }

    @Test
    void readsAnAddressAndItsSettings() throws OutputSpecException {
        OutputSpec spec =
                OutputSpec.parse(
                        "https://host:8443/a?b header=\"X-A: 1 2\" header=\"X-B: \\\"q\\\"\""
                                + " gzip=yes");
        assertThat(spec.address()).isEqualTo("https://host:8443/a?b");
        assertThat(spec.settings())
                .isEqualTo(
                        Map.of(
                                "header", List.of("X-A: 1 2", "X-B: \"q\""),
                                "gzip", List.of("yes")));
        Outputs.check(spec);
    }

    @Test
    void aFileMayHaveBlanksInItsName() throws OutputSpecException {
        assertThat(OutputSpec.parse("\"file:/a b/c\" rotate-bytes=1M").address())
                .isEqualTo("file:/a b/c");
    }

    @Test
    void aCommandIsAllThatFollowsAsItIs() throws OutputSpecException {
        String command = "program:logger -t \"a b\" key=value | cat";
        assertThat(OutputSpec.parse(command))
                .isEqualTo(new OutputSpec(command, new java.util.LinkedHashMap<>()));
    }

    @Test
    void namesWhatIsWrong() {
        refuses("nowhere", "\"nowhere\" is no output: there are stdout, file:PATH");
        refuses("file:/a rotate-byte=1M", "did you mean rotate-bytes?");
        refuses("file:/a gzip=yes", "outputs of this kind have no setting \"gzip\"");
        refuses("file:/a queue=0", "queue is at least 1");
        refuses("file:/a spill=/b spill-bytes=1", "spill-bytes is at least 64K");
        refuses("stdout priority=loud", "priority is emergency");
        refuses("stdout format=xml", "format is text or json");
        refuses("file:/a rotate-bytes", "key=value");
        refuses("\"file:/a", "a quote is not closed");
        refuses("", "needs an address");
        refuses("http:", "no address such as");
        refuses("syslog+udp://host:99999", "no address such as");
        refuses("syslog facility=loud", "facility is one of");
        refuses("https://host cert=a", "cert needs key");
        refuses("http://host header=none", "header is \"Name: value\"");
        refuses("program: ", "a command is missing");
    }

    @Test
    void saysWhatIsMissingForKafka() {
        assertThatThrownBy(
                        () ->
                                Outputs.open(
                                        List.of(OutputSpec.parse("carrier-pigeon://loft")),
                                        Alerts.surroundings(Patience.NONE, _ -> {})))
                .isInstanceOf(OutputSpecException.class)
                .hasMessageContaining("the jar kansoku-rules-carrier-pigeon");
    }

    @Test
    void theStandardOfEverySettingIsPinned() {
        assertThat(OutputKey.all().stream().map(key -> key.name() + "=" + key.standard()))
                .containsExactly(
                        "format=",
                        "priority=debug",
                        "queue=8192",
                        "queue-bytes=16M",
                        "spill=",
                        "spill-bytes=64M",
                        "keep-open=yes",
                        "rotate-bytes=0",
                        "rotate-every=0s",
                        "rotate-keep=5",
                        "facility=user",
                        "app-name=kansoku",
                        "max-bytes=8K",
                        "timeout=10s",
                        "ca=",
                        "cert=",
                        "key=",
                        "insecure=no",
                        "header=",
                        "header-file=",
                        "user-agent=kansoku",
                        "gzip=no",
                        "batch=1",
                        "property=",
                        "property-file=");
        assertThat(Outputs.DRAIN).hasSeconds(5);
    }
}
