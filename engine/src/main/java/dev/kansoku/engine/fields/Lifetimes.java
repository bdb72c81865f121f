// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.filter.field.Lifetime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields whose values stay for more than one event. A field may be listed where its value
 * depends on nothing but the event's thread, and the state counts every change of that: {@code
 * ThreadState.changes} and {@code SystemState.tableChanges} for what is the thread's own or what
 * its numbers stand for, {@code SystemState.changes} too for what its relatives have a share in.
 */
final class Lifetimes {
    private static final List<String> OF_PROCESS =
            List.of(
                    "container.full_id",
                    "container.id",
                    "container.image",
                    "container.image.digest",
                    "container.image.id",
                    "container.image.repository",
                    "container.image.tag",
                    "container.name",
                    "container.privileged",
                    "container.type",
                    "group.gid",
                    "group.name",
                    "proc.args",
                    "proc.cmdlenargs",
                    "proc.cmdline",
                    "proc.cmdnargs",
                    "proc.exe",
                    "proc.exe_ino",
                    "proc.exe_ino.ctime",
                    "proc.exe_ino.mtime",
                    "proc.exeline",
                    "proc.exepath",
                    "proc.is_exe_from_memfd",
                    "proc.is_exe_lower_layer",
                    "proc.is_exe_upper_layer",
                    "proc.is_exe_writable",
                    "proc.name",
                    "proc.pid",
                    "proc.vpid",
                    "thread.cap_effective",
                    "thread.cap_inheritable",
                    "thread.cap_permitted",
                    "thread.ismain",
                    "thread.vtid",
                    "user.loginname",
                    "user.loginuid",
                    "user.name",
                    "user.uid");

    private static final List<String> OF_SYSTEM =
            List.of(
                    "proc.acmdline",
                    "proc.aexe",
                    "proc.aexepath",
                    "proc.aname",
                    "proc.apid",
                    "proc.cwd",
                    "proc.env",
                    "proc.is_sid_leader",
                    "proc.is_vpgid_leader",
                    "proc.pcmdline",
                    "proc.pexe",
                    "proc.pexepath",
                    "proc.pgid",
                    "proc.pname",
                    "proc.ppid",
                    "proc.sid",
                    "proc.sid.exe",
                    "proc.sid.exepath",
                    "proc.sname",
                    "proc.tty",
                    "proc.vpgid",
                    "proc.vpgid.exe",
                    "proc.vpgid.exepath",
                    "proc.vpgid.name");

    private static final Map<String, Lifetime> BY_NAME = byName();

    private Lifetimes() {}

    static Lifetime of(String field) {
        return BY_NAME.getOrDefault(field, Lifetime.EVENT);
    }

    private static Map<String, Lifetime> byName() {
        Map<String, Lifetime> byName = new HashMap<>();
        OF_PROCESS.forEach(name -> byName.put(name, Lifetime.PROCESS));
        OF_SYSTEM.forEach(name -> byName.put(name, Lifetime.SYSTEM));
        return byName;
    }
}
