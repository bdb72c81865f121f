// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartEntriesTest {
    private static final long NOBODY = 0xffffffffL;

    @Test
    void startsAProcessWithEverythingUnknown() {
        ProcessEntry process = new ProcessEntry();
        assertThat(process.ptid).isEqualTo(-1);
        assertThat(process.sid).isEqualTo(-1);
        assertThat(process.vpgid).isEqualTo(-1);
        assertThat(process.pgid).isEqualTo(-1);
        assertThat(process.vtid).isEqualTo(-1);
        assertThat(process.vpid).isEqualTo(-1);
        assertThat(process.fdLimit).isEqualTo(-1);
        assertThat(process.uid).isEqualTo(NOBODY);
        assertThat(process.gid).isEqualTo(NOBODY);
        assertThat(process.loginUid).isEqualTo(NOBODY);
        assertThat(process.comm).isEmpty();
        assertThat(process.exeWritable).isFalse();
    }

    @Test
    void hasNoAddressesForWhatIsNoSocket() {
        assertThat(SocketEntry.NONE.source()).isEmpty();
        assertThat(SocketEntry.NONE.destination()).isEmpty();
        assertThat(SocketEntry.NONE.unixSource()).isZero();
    }

    @Test
    void letsAListenerHearOnlyWhatItWants() {
        StringBuilder heard = new StringBuilder();
        StartListener listener =
                new StartListener() {
                    @Override
                    public void user(UserEntry user) {
                        heard.append(user.name());
                    }
                };
        listener.section();
        listener.machine(new MachineEntry(2, 1L << 30, 32768, "lab", 0));
        listener.process(new ProcessEntry());
        listener.fd(1, new FdEntry(0, 0, FdType.FILE, new byte[0], 0, 0, SocketEntry.NONE));
        listener.user(new UserEntry(0, 0, "root", "/root", "/bin/sh"));
        listener.group(new GroupEntry(0, "wheel"));
        listener.networkInterface(
                new InterfaceEntry("lo", new byte[4], new byte[4], new byte[4], 0));
        assertThat(heard).hasToString("root");
    }
}
