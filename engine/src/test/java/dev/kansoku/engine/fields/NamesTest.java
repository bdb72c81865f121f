package dev.kansoku.engine.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.field.FieldValue;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of hosts, services and mounts. */
class NamesTest {
    @Test
    void readsAHostsFileAndPassesOverWhatIsNone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("hosts");
        Files.writeString(
                file, "# remark\n10.0.0.1 web www # both\nfe80::1 six\nnonsense\n999.1.1.1 bad\n");

        HostsFile hosts = HostsFile.read(file);

        assertThat(hosts.name(InetAddress.ofLiteral("10.0.0.1").getAddress()))
                .isEqualTo("web".getBytes(StandardCharsets.US_ASCII));
        assertThat(hosts.name(new byte[] {10, 0, 0, 2})).isNull();
        assertThat(hosts.addresses("WWW")).hasSize(1);
        assertThat(hosts.addresses("bad")).isEmpty();
        assertThat(HostsFile.read(folder.resolve("none")).addresses("web")).isEmpty();
    }

    @Test
    void anAddressHasTheNamesThatFiltersAskedForOrGoesByItself() {
        HostNames hosts = new HostNames(false);
        assertThat(hosts.ask("two words")).isEqualTo("\"two words\" is no host's name");
        assertThat(hosts.ask("203.0.113.9")).isNull();

        assertThat(names(hosts, 203, 0, 113, 9)).containsExactly("203.0.113.9");
        assertThat(names(hosts, 203, 0, 113, 10)).containsExactly("203.0.113.10");
    }

    @Test
    void localhostIsThisMachineEvenWithoutAResolver() {
        HostNames hosts = new HostNames(false);
        assertThat(hosts.ask("localhost")).isNull();

        assertThat(names(hosts, 127, 0, 0, 1)).containsExactly("localhost");
    }

    @Test
    void servicesHaveTheNamesOfTheProjectsOwnTable() {
        assertThat(ServiceNames.name(443, 2))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("https");
        assertThat(ServiceNames.name(53, 3))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("domain");
        assertThat(ServiceNames.name(40_001, 2)).isNull();
    }

    @Test
    void aMountIsFoundByAPattern() {
        assertThat(MountFields.matches("/proc", "/proc")).isTrue();
        assertThat(MountFields.matches("/etc*", "/etc/ssl")).isTrue();
        assertThat(MountFields.matches("*/ss?", "/etc/ssl")).isTrue();
        assertThat(MountFields.matches("/proc", "/proc/1")).isFalse();
        assertThat(MountFields.matches("", "/")).isFalse();
    }

    private static List<String> names(HostNames hosts, int... address) {
        byte[] bytes = new byte[address.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) address[i];
        }
        FieldValue value = new FieldValue();
        assertThat(hosts.names(bytes, new HostNames.Address(), value)).isTrue();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            names.add(
                    new String(
                            value.bytes(i),
                            value.offset(i),
                            value.length(i),
                            StandardCharsets.UTF_8));
        }
        return names;
    }
}
