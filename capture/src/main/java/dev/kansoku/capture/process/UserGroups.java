// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.process;

import dev.kansoku.capture.Launch.RunAs;
import dev.kansoku.ffi.Accounts;

/** The groups that a user is in. */
public final class UserGroups {
    private UserGroups() {}

    /** All groups of a user; of one that the machine does not know, the group alone. */
    public static int[] of(RunAs user) {
        int gid = (int) user.gid();
        for (var entry : AccountTables.users()) {
            if (entry.uid() == user.uid()) {
                return Accounts.groups(entry.name(), gid);
            }
        }
        return new int[] {gid};
    }
}
