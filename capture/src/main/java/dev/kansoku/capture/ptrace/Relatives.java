// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.process.ProcTables;
import dev.kansoku.capture.process.ProcessReader;
import dev.kansoku.ffi.Processes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who descends from whom, as /proc has it. */
final class Relatives {
    private Relatives() {}

    /** The processes and all that descend from them, less this one. */
    static Set<Integer> withDescendants(List<Long> roots, ProcessReader reader) throws IOException {
        Map<Integer, List<Integer>> children = new HashMap<>();
        for (int pid : ProcTables.pids()) {
            children.computeIfAbsent(reader.parentOf(pid), _ -> new ArrayList<>()).add(pid);
        }
        Set<Integer> all = new LinkedHashSet<>();
        List<Integer> open = new ArrayList<>();
        roots.forEach(root -> open.add(Math.toIntExact(root)));
        while (!open.isEmpty()) {
            int pid = open.removeLast();
            if (pid != Processes.current() && all.add(pid)) {
                open.addAll(children.getOrDefault(pid, List.of()));
            }
        }
        return all;
    }
}
