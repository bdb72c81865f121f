// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.Demand;
import dev.kansoku.capture.Detail;
import java.util.HashSet;
import java.util.Set;

/** Programs that are not attached when a capture begins, by their names. */
final class UnneededPrograms {
    private UnneededPrograms() {}

    /** Those that only note what nobody asks for, and those that are attached apart. */
    static Set<String> of(Demand demand, Scope scope) {
        Set<String> unneeded = new HashSet<>(TakingPrograms.NAMES);
        unneeded.addAll(Extras.programs());
        if (scope.named() == null) {
            unneeded.addAll(NamedCgroups.PROGRAMS);
        }
        if (!demand.details().contains(Detail.KERNEL_STACK)) {
            unneeded.add("cpu_left");
            if (!demand.details().contains(Detail.LATENCY)) {
                unneeded.add("call_enter");
            }
        }
        return unneeded;
    }
}
