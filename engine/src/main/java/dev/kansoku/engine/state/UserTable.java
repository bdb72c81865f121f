package dev.kansoku.engine.state;

import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.UserEntry;
import org.jspecify.annotations.Nullable;

/** Users and groups of the machine the events come from. */
public final class UserTable {
    /** More than any machine's files hold; what comes after is not kept. */
    private static final int LIMIT = 65_536;

    private final LongMap<UserEntry> users = new LongMap<>(64);
    private final LongMap<GroupEntry> groups = new LongMap<>(64);

    public @Nullable UserEntry user(long uid) {
        return users.get(uid);
    }

    public @Nullable GroupEntry group(long gid) {
        return groups.get(gid);
    }

    void put(UserEntry user) {
        if (users.size() < LIMIT) {
            users.put(user.uid(), user);
        }
    }

    void put(GroupEntry group) {
        if (groups.size() < LIMIT) {
            groups.put(group.gid(), group);
        }
    }

    void removeUser(long uid) {
        users.remove(uid);
    }

    void removeGroup(long gid) {
        groups.remove(gid);
    }

    void clear() {
        users.clear();
        groups.clear();
    }
}
