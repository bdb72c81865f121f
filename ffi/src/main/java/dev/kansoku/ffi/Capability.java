// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Rights of the superuser that Kansoku has a use for, each by its own. See capabilities(7). */
public enum Capability {
    DAC_OVERRIDE(1),
    DAC_READ_SEARCH(2),
    KILL(5),
    SETGID(6),
    SETUID(7),
    SYS_PTRACE(19),
    SYS_ADMIN(21),
    SYS_RESOURCE(24),
    SYSLOG(34),
    PERFMON(38),
    BPF(39);

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    /** Whether it is in a set as /proc shows it. */
    public boolean isIn(long bits) {
        return (bits >> number & 1) != 0;
    }

    /** A set as the kernel has it. */
    public static long bits(Collection<Capability> capabilities) {
        long bits = 0;
        for (Capability capability : capabilities) {
            bits |= 1L << capability.number;
        }
        return bits;
    }

    /** Those of this list that are in a set. */
    public static Set<Capability> of(long bits) {
        Set<Capability> found = EnumSet.noneOf(Capability.class);
        for (Capability capability : values()) {
            if (capability.isIn(bits)) {
                found.add(capability);
            }
        }
        return found;
    }

    /** As it is written, such as {@code CAP_BPF}. */
    public String label() {
        return "CAP_" + name();
    }
}
