// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.ffi;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives this process's rights up, in all of its threads and for good.
 *
 * <p>Afterwards no file that is executed brings rights ({@code no_new_privs}), and the memory of
 * this process is open to nobody of its user's other processes.
 */
public final class Privileges {
    private static final Architecture A = Native.ARCHITECTURE;
    private static final int PRCTL = A.select(157, 167);
    private static final int CAPSET = A.select(126, 91);
    private static final int SETGROUPS = A.select(116, 159);
    private static final int SETRESUID = A.select(117, 147);
    private static final int SETRESGID = A.select(119, 149);
    private static final int PR_SET_DUMPABLE = 4;
    private static final int PR_SET_KEEPCAPS = 8;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int CAPABILITY_VERSION_3 = 0x20080522;

    private static final List<NativeBuffer> KEPT = new CopyOnWriteArrayList<>();

    private Privileges() {}

    /**
     * As whom to go on.
     *
     * @param groups the supplementary groups
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Identity(int uid, int gid, int[] groups) {}

    /**
     * Goes on with no more rights than these, of which it keeps what it has.
     *
     * @param identity as whom, or null for as before; another needs CAP_SETUID and CAP_SETGID
     * @throws SystemCallException where a thread keeps its rights
     */
    public static void reduce(@Nullable Identity identity, Set<Capability> wanted)
            throws SystemCallException {
        Credentials before = Credentials.current();
        long kept = Capability.bits(wanted) & before.permitted();
        int low = (int) kept;
        int high = (int) (kept >>> 32);
        NativeBuffer header = kept(CAPABILITY_VERSION_3, 0);
        NativeBuffer sets = kept(low, low, 0, high, high, 0); // effective, permitted, inheritable
        long[] noNew = {PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0};
        long[] capset = {CAPSET, header.address(), sets.address()};
        long[][] calls = {noNew, capset};
        String groups = before.groups();
        if (identity != null) {
            NativeBuffer list = kept(identity.groups());
            long uid = Integer.toUnsignedLong(identity.uid());
            long gid = Integer.toUnsignedLong(identity.gid());
            calls =
                    new long[][] {
                        noNew,
                        {PRCTL, PR_SET_KEEPCAPS, 1, 0, 0, 0},
                        {SETGROUPS, identity.groups().length, list.address()},
                        {SETRESGID, gid, gid, gid},
                        {SETRESUID, uid, uid, uid},
                        capset
                    };
            groups = text(identity.groups());
        }
        Credentials after =
                new Credentials(
                        identity == null ? before.uid() : Integer.toUnsignedLong(identity.uid()),
                        identity == null ? before.gid() : Integer.toUnsignedLong(identity.gid()),
                        groups,
                        kept,
                        kept,
                        true);
        KernelFile proc = new KernelFile();
        EveryThread.call(
                calls,
                tid -> {
                    Credentials its = Credentials.ofThread(tid, proc);
                    return its == null || its.sameAs(after);
                });
        Native.call(PRCTL, PR_SET_DUMPABLE, 0, 0);
    }

    /** Numbers that threads read until the last has done it, whenever that is. */
    private static NativeBuffer kept(int... numbers) {
        NativeBuffer buffer = NativeBuffer.ints(numbers);
        KEPT.add(buffer);
        return buffer;
    }

    /** As the kernel shows them: sorted. */
    private static String text(int[] groups) {
        return Arrays.stream(groups)
                .mapToLong(Integer::toUnsignedLong)
                .sorted()
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
    }
}
