// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.field.FieldValue;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(hosts.addresses("WWW")).containsExactly("10.0.0.1");
        assertThat(hosts.addresses("bad")).isEmpty();
        assertThat(HostsFile.read(folder.resolve("none")).addresses("web")).isEmpty();
    }

    @Test
    void anAddressWithoutANameGoesByItself() {
        assertThat(name(203, 0, 113, 9)).isEqualTo("203.0.113.9");
    }

    @Test
    void aNameStandsForItsAddressesAndAnAddressForItself() {
        HostAddresses hosts = new HostAddresses(false);

        assertThat(hosts.of(List.of("localhost"))).contains("127.0.0.1");
        assertThat(hosts.of(List.of("203.0.113.9", "::1")))
                .containsExactly("203.0.113.9", "0:0:0:0:0:0:0:1");
        assertThat(hosts.of(List.of("no-such-host.invalid"))).isEmpty();
        assertThat(hosts.unknown()).containsExactly("no-such-host.invalid");
        assertThat(HostAddresses.complaint("two words"))
                .isEqualTo("\"two words\" is no host's name");
        assertThat(HostAddresses.complaint("web-1.example")).isNull();
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

    private static String name(int... address) {
        byte[] bytes = new byte[address.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) address[i];
        }
        FieldValue value = new FieldValue();
        assertThat(new HostNames(false).name(bytes, new HostNames.Address(), value)).isTrue();
        return new String(value.bytes(0), value.offset(0), value.length(0), StandardCharsets.UTF_8);
    }
}
