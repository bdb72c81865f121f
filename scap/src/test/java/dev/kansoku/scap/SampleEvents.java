// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;

/** Events for hand-made captures. */
final class SampleEvents {
    static final int CLOSE_ENTER = code("close", false);
    static final int READ_EXIT = code("read", true);
    static final int USER_ADDED = code("useradded", false);
    static final int GROUP_ADDED = code("groupadded", false);
    static final int ASYNC = code("asyncevent", false);

    private SampleEvents() {}

    /** {@code > close fd=N}. */
    static byte[] close(long timestamp, long fd) {
        return new EventBuilder().begin(CLOSE_ENTER, timestamp, 77).number(fd).toBytes();
    }

    static byte[] userAdded(String name) {
        return new EventBuilder()
                .begin(USER_ADDED, 1, -1)
                .number(1000)
                .number(1000)
                .text(name)
                .text("/home")
                .text("/bin/sh")
                .text("")
                .toBytes();
    }

    static byte[] groupAdded(String name) {
        return new EventBuilder()
                .begin(GROUP_ADDED, 1, -1)
                .number(1000)
                .text(name)
                .text("")
                .toBytes();
    }

    /** An event whose lengths are wide. */
    static byte[] async(byte[] data) {
        return new EventBuilder()
                .begin(ASYNC, 5, 1)
                .number(0)
                .text("container")
                .bytes(data)
                .toBytes();
    }

    private static int code(String name, boolean exit) {
        int last = -1;
        for (EventType type : EventTable.all()) {
            if (type.name().equals(name) && type.isExit() == exit) {
                last = last < 0 ? type.code() : last;
            }
        }
        return last;
    }
}
