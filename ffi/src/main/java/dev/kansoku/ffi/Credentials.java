// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a thread may do, as {@code /proc} tells it. The kernel keeps it for each thread.
 *
 * @param uid the effective user
 * @param gid the effective group
 * @param groups how the supplementary groups are written, numbers with blanks between
 * @param permitted the capabilities that it can have, a bit each
 * @param effective those that it has
 * @param noNewPrivileges whether executing a file gives it no more
 */
public record Credentials(
        long uid,
        long gid,
        String groups,
        long permitted,
        long effective,
        boolean noNewPrivileges) {
    private static final int LARGEST_STATUS = 1 << 16;

    /** The calling thread's. */
    public static Credentials current() {
        Credentials own = ofThread(Processes.currentThread(), new KernelFile());
        return own == null ? new Credentials(-1, -1, "", 0, 0, false) : own;
    }

    /** Those of a thread of this process; null where it has ended, or there is no /proc. */
    static @Nullable Credentials ofThread(int tid, KernelFile proc) {
        byte[] status = proc.read("/proc/self/task/" + tid + "/status", LARGEST_STATUS);
        return status == null ? null : read(new String(status, StandardCharsets.ISO_8859_1));
    }

    /** Reads a {@code status} of /proc. */
    public static Credentials read(String status) {
        return new Credentials(
                second(line(status, "\nUid:")),
                second(line(status, "\nGid:")),
                line(status, "\nGroups:"),
                bits(line(status, "\nCapPrm:")),
                bits(line(status, "\nCapEff:")),
                line(status, "\nNoNewPrivs:").equals("1"));
    }

    /** As {@link #equals}, which a record makes from method handles when it is first asked. */
    boolean sameAs(Credentials other) {
        return uid == other.uid
                && gid == other.gid
                && groups.equals(other.groups)
                && permitted == other.permitted
                && effective == other.effective
                && noNewPrivileges == other.noNewPrivileges;
    }

    private static String line(String status, String name) {
        int at = status.indexOf(name);
        int end = at < 0 ? -1 : status.indexOf('\n', at + name.length());
        return end < 0 ? "" : status.substring(at + name.length(), end).strip();
    }

    private static long bits(String hexadecimal) {
        return hexadecimal.isEmpty() ? 0 : Long.parseUnsignedLong(hexadecimal, 16);
    }

    /** Whether it has a capability. */
    public boolean has(Capability capability) {
        return capability.isIn(effective);
    }

    /** Of real, effective, saved and file system's number the effective. */
    private static long second(String numbers) {
        int from = numbers.indexOf('\t') + 1;
        int to = numbers.indexOf('\t', from);
        return to < 0 ? -1 : Long.parseLong(numbers.substring(from, to));
    }
}
