// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.capture.KernelFilter;

/** How far the room for checks in the kernel goes. */
public final class CheckRoom {
    /** How many checks there are room for. */
    public static final int MOST = CheckList.SIZE - 1;

    private CheckRoom() {}

    /** Of how many calls the checks of a filter find no room, so that all their events pass. */
    public static int callsWithout(KernelFilter filter) {
        CheckList list = new CheckList();
        int without = 0;
        for (boolean ofFailures : new boolean[] {false, true}) { // as PredicateMap writes them
            for (KernelFilter.Question question : filter.byCall().values()) {
                if (question.ofFailures() == ofFailures && list.add(question.predicate()) == 0) {
                    without++;
                }
            }
        }
        return without;
    }
}
