// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.Set;

/** The fields that the tests of Wireshark's dialect know. */
final class WiresharkFields {
    static final Set<String> NAMES =
            Set.of(
                    "proc.name",
                    "proc.aname.2",
                    "fd.name",
                    "fd.num",
                    "fd.ip",
                    "fd.sport",
                    "fd.lport",
                    "evt.num",
                    "evt.time",
                    "evt.type",
                    "evt.arg.0",
                    "evt.buffer",
                    "evt.failed",
                    "evt.rawres",
                    "evt.latency",
                    "mac-lte",
                    "k8s.pod-name");

    private WiresharkFields() {}
}
