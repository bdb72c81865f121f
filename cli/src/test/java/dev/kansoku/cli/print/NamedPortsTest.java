// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamedPortsTest {
    @Test
    void addressesHaveNamesOfServicesForPorts() {
        assertThat(NamedPorts.named("127.0.0.1:40251->10.0.0.1:443", true))
                .isEqualTo("127.0.0.1:40251->10.0.0.1:https");
        assertThat(NamedPorts.named("::1:80", true)).isEqualTo("::1:http");
        assertThat(NamedPorts.named("fe80::1:53->2001:4860:4860::8888:99999", true))
                .isEqualTo("fe80::1:domain->2001:4860:4860::8888:99999");
    }

    @Test
    void whatIsNoAddressStaysAsItIs() {
        for (String name : new String[] {"/srv/a:80", "10.0.0.1:80 and more", "", ":80"}) {
            assertThat(NamedPorts.named(name, true)).isEqualTo(name);
        }
    }

    @Test
    void insideOfArgumentsOnlyAddressesAreNamed() {
        assertThat(
                        NamedPorts.named(
                                "res=5 fd=4(<4t>1.2.3.4:80->5.6.7.8:22) addr=0.0.0.0:443"
                                        + " data=1.2.3.4:80 name=a:80",
                                false))
                .isEqualTo(
                        "res=5 fd=4(<4t>1.2.3.4:http->5.6.7.8:ssh) addr=0.0.0.0:https"
                                + " data=1.2.3.4:80 name=a:80");
        assertThat(NamedPorts.named("tuple=::1:9->::1:80 ", false))
                .isEqualTo("tuple=::1:discard->::1:http ");
    }
}
