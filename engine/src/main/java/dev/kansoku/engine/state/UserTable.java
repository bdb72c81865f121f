// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import org.jspecify.annotations.Nullable;

/** Users and groups by their numbers, up to a limit; what comes after that is not kept. */
final class UserTable {
    private final int limit;
    private final LongMap<UserEntry> users = new LongMap<>(16);
    private final LongMap<GroupEntry> groups = new LongMap<>(16);

    UserTable(int limit) {
        this.limit = limit;
    }

    @Nullable UserEntry user(long uid) {
        return users.get(uid);
    }

    @Nullable GroupEntry group(long gid) {
        return groups.get(gid);
    }

    /** Whether there was room. */
    boolean put(UserEntry user) {
        boolean room = users.size() < limit || users.get(user.uid()) != null;
        if (room) {
            users.put(user.uid(), user);
        }
        return room;
    }

    /** Whether there was room. */
    boolean put(GroupEntry group) {
        boolean room = groups.size() < limit || groups.get(group.gid()) != null;
        if (room) {
            groups.put(group.gid(), group);
        }
        return room;
    }

    void removeUser(long uid) {
        users.remove(uid);
    }

    void removeGroup(long gid) {
        groups.remove(gid);
    }

    /** Tells of all, in no order. */
    void tell(StartListener to) {
        users.forEach(to::user);
        groups.forEach(to::group);
    }

    void clear() {
        users.clear();
        groups.clear();
    }
}
