package dev.kansoku.engine.state;

import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.UserEntry;
import org.jspecify.annotations.Nullable;

/** Users and groups of the machine the events come from. */
public final class UserTable {
    public @Nullable UserEntry user(long uid) {
        return null;
    }

    public @Nullable GroupEntry group(long gid) {
        return null;
    }
}
