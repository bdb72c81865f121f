// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.local;

import java.util.Collection;
import java.util.List;

/** What the description of a container says of its rights. */
final class OciRights {
    /** Who has all of these has them all but for those that the machine itself lacks. */
    private static final List<String> POWERS =
            List.of("CAP_SYS_ADMIN", "CAP_SYS_MODULE", "CAP_SYS_PTRACE", "CAP_NET_ADMIN");

    private OciRights() {}

    /**
     * Whether a container may do what the machine's root may: the capabilities for that, and
     * nothing of {@code /proc} and {@code /sys} hidden from it.
     */
    static boolean isPrivileged(Collection<String> capabilities, Collection<String> hidden) {
        return hidden.isEmpty() && capabilities.containsAll(POWERS);
    }
}
