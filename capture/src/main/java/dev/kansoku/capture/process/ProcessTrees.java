// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Running processes and their descendants, by what /proc tells of their parents. */
public final class ProcessTrees {
    private ProcessTrees() {}

    /** The processes and all that descend from them just now. */
    public static Set<Integer> of(Collection<Long> roots) throws IOException {
        Map<Integer, Integer> parents = new HashMap<>();
        for (int pid : ProcTables.pids()) {
            parents.put(pid, parentOf(pid));
        }
        Set<Integer> members = new HashSet<>();
        for (long root : roots) {
            members.add((int) root);
        }
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Map.Entry<Integer, Integer> entry : parents.entrySet()) {
                if (members.contains(entry.getValue())) {
                    grown |= members.add(entry.getKey());
                }
            }
        }
        return members;
    }

    private static int parentOf(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // the name in brackets may hold blanks and brackets itself
            String[] cells = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Integer.parseInt(cells[1]);
        } catch (IOException | RuntimeException e) {
            return -1; // it ended meanwhile
        }
    }
}
