// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.event.start.UserEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Users and groups of the machine the events come from, and of its containers: the same number can
 * stand for one on the machine and for another in each container. Bounded; of too many containers
 * the one told of first is forgotten. Not thread-safe.
 */
public final class UserDirectory {
    /** More than any machine's files hold. */
    private static final int ON_MACHINE = 65_536;

    private static final int IN_CONTAINER = 4096;

    private final UserTable machine = new UserTable(ON_MACHINE);
    private final Map<String, UserTable> containers = new LinkedHashMap<>();
    private final ContainerTable known;
    private final int mostContainers;
    private long refused;

    UserDirectory(ContainerTable known, StateLimits limits) {
        this.known = known;
        mostContainers = limits.containers();
    }

    /** A user of the machine itself. */
    public @Nullable UserEntry user(long uid) {
        return machine.user(uid);
    }

    /**
     * The user that a number stands for where the thread runs. Of a container that nothing told the
     * users of only root is known, which is taken to be the machine's.
     */
    public @Nullable UserEntry user(@Nullable ThreadState thread, long uid) {
        UserTable table = tableOf(thread, uid);
        return table == null ? null : table.user(uid);
    }

    /** The group that a number stands for where the thread runs. */
    public @Nullable GroupEntry group(@Nullable ThreadState thread, long gid) {
        UserTable table = tableOf(thread, gid);
        return table == null ? null : table.group(gid);
    }

    private @Nullable UserTable tableOf(@Nullable ThreadState thread, long id) {
        ContainerKey container = thread == null ? null : known.key(thread);
        if (container == null) {
            return machine;
        }
        UserTable told = containers.isEmpty() ? null : containers.get(container.shortId());
        if (told != null) {
            return told;
        }
        return id == 0 ? machine : null;
    }

    /** The short id of the container by whose files a number is read, empty for the machine. */
    String where(@Nullable ThreadState thread, long id) {
        ContainerKey container = thread == null ? null : known.key(thread);
        return container == null || tableOf(thread, id) == machine ? "" : container.shortId();
    }

    /** How many users and groups found no room. */
    long refused() {
        return refused;
    }

    /**
     * @param container the short id of the container, empty for the machine itself
     */
    void put(String container, UserEntry user) {
        if (!table(container).put(user)) {
            refused++;
        }
    }

    void put(String container, GroupEntry group) {
        if (!table(container).put(group)) {
            refused++;
        }
    }

    void removeUser(String container, long uid) {
        table(container).removeUser(uid);
    }

    void removeGroup(String container, long gid) {
        table(container).removeGroup(gid);
    }

    private UserTable table(String container) {
        if (container.isEmpty()) {
            return machine;
        }
        UserTable table = containers.computeIfAbsent(container, _ -> new UserTable(IN_CONTAINER));
        if (containers.size() > mostContainers) {
            var first = containers.entrySet().iterator();
            first.next();
            first.remove();
        }
        return table;
    }

    /** Tells of the machine's own users and groups. */
    void tell(StartListener to) {
        machine.tell(to);
    }

    /** Tells of the users and groups of containers, with the short ids of these. */
    void tellContainers(BiConsumer<String, UserTable> to) {
        containers.forEach(to);
    }

    /** What is known of a container's users, null for nothing. */
    @Nullable UserTable of(String container) {
        return containers.get(container);
    }

    void clear() {
        machine.clear();
        containers.clear();
    }
}
