// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.UserEntry;

/** Something to be told in the stream of events, as an event of its own. */
public sealed interface Announcement {
    /** How much memory it takes, about, in bytes. */
    int weight();

    /**
     * An asynchronous event.
     *
     * @param name what it tells of, such as {@code container}
     * @param data in the form that goes with the name
     */
    record Async(String name, byte[] data) implements Announcement {
        @Override
        public int weight() {
            return 64 + data.length;
        }
    }

    /** A user of a container. */
    record User(UserEntry user, String containerId) implements Announcement {
        @Override
        public int weight() {
            return 128 + user.name().length() + user.home().length() + user.shell().length();
        }
    }

    /** A group of a container. */
    record Group(GroupEntry group, String containerId) implements Announcement {
        @Override
        public int weight() {
            return 96 + group.name().length();
        }
    }
}
