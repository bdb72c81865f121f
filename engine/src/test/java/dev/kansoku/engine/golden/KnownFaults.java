// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.golden;

import java.util.Set;

/**
 * Where the reference is known to print something wrong, what is right is wanted instead. Each rule
 * says what is right in terms of the line itself; {@code docs/compatibility.md} tells why.
 */
final class KnownFaults {
    private static final String CONTAINER_ID = "[0-9a-f]{12}";

    /** Calls whose events the newest table knows to do I/O. */
    private static final Set<String> MESSAGES = Set.of("sendmmsg", "recvmmsg");

    private KnownFaults() {}

    /** Whether a difference in one column is the reference's fault. */
    static boolean explain(Comparison.Row row, int column) {
        String name = row.columns().get(column);
        String ours = row.ours()[column];
        String golden = row.golden()[column];
        return isColumnFault(row, name, ours, golden) || isFdOfDirectory(row, name);
    }

    /** Whether a whole line differs only in the reference's faults in parameters. */
    static boolean explain(String ours, String golden) {
        return golden.contains(" > openat2 dirfd=") || isOpenat2Enter(golden);
    }

    private static boolean isOpenat2Enter(String json) {
        return json.contains("\"evt.type\":\"openat2\"") && json.contains("\"evt.dir\":\">\"");
    }

    private static boolean isColumnFault(
            Comparison.Row row, String name, String ours, String golden) {
        String type = row.golden("evt.type");
        return switch (name) {
            // Empty in pid namespaces and in containers that it could not ask a runtime about.
            case "container.id" ->
                    golden.isEmpty() && (ours.equals("host") || ours.matches(CONTAINER_ID));
            // Taken relative to the working directory though the call has a dirfd, which its own
            // evt.args and evt.abspath follow. A creat opens a file as the others do.
            case "fs.path.name", "fs.path.source", "fs.path.target" ->
                    ours.equals(row.golden("evt.abspath"))
                            || row.ours("evt.args").contains("(" + ours + ")")
                            || (type.equals("creat") && golden.equals("<NA>"));
            // A difference below zero as an unsigned number.
            case "evt.deltatime" ->
                    ours.startsWith("-") && Long.parseUnsignedLong(golden) == Long.parseLong(ours);
            // Of the main thread alone, though another thread of the process told it.
            case "proc.fdlimit" -> golden.equals("-1") && Long.parseLong(ours) > 0;
            // It keeps fds that are marked close-on-exec.
            case "proc.fdopencount" -> Long.parseLong(ours) < Long.parseLong(golden);
            // It keeps the program's name where a thread gave itself another.
            case "proc.name", "proc.cmdline" ->
                    row.golden("proc.exepath").endsWith("/" + row.golden("proc.name"));
            // O_DIRECTORY is part of Linux's O_TMPFILE, and taken for it.
            case "evt.is_open_create" ->
                    golden.equals("true")
                            && row.golden("evt.args").contains("O_DIRECTORY|")
                            && row.golden("evt.is_open_write").equals("false");
            case "evt.is_io", "evt.is_io_read", "evt.is_io_write", "evt.io_dir" ->
                    MESSAGES.contains(type);
            case "evt.res" -> golden.startsWith("-") && ours.startsWith("E");
            // A connect that failed shows its tuple, or that it has none, in the place of the name.
            case "fd.name" -> type.equals("connect") && row.golden("evt.failed").equals("true");
            // A bound socket of the start tables: its port is shown, its address is not.
            case "fd.sip" ->
                    golden.equals("<NA>")
                            && row.golden("fd.sport").equals(row.ours("fd.sport"))
                            && !row.golden("fd.sport").equals("<NA>")
                            && row.golden("fd.cip").equals("<NA>");
            // An enter takes a path relative to the working directory.
            case "evt.args" -> type.equals("openat2") && row.golden("evt.dir").equals(">");
            // Asked of the machine that prints where the capture has nothing, or of the first user
            // of that number, or of the wrong machine for containers.
            case "user.name", "user.homedir", "group.name" ->
                    golden.equals("<NA>")
                            || golden.equals("/root")
                            || row.ours("container.id").matches(CONTAINER_ID);
            // A file that does not say who logged in.
            case "user.loginuid" -> golden.equals("0") && ours.equals("-1");
            default -> false;
        };
    }

    /** An openat that failed shows the directory's fd as if that were its own. */
    private static boolean isFdOfDirectory(Comparison.Row row, String name) {
        return name.startsWith("fd.")
                && row.golden("evt.failed").equals("true")
                && row.golden("evt.type").startsWith("openat")
                && row.golden("evt.args").matches(".* dirfd=\\d.*");
    }
}
