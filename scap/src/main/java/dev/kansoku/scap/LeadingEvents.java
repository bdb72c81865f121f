// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.EventTable;

/**
 * The event types by which a writer passes on what it knew when it began: users, groups,
 * containers. At the head of a later section they have no numbers of their own.
 */
final class LeadingEvents {
    private static final boolean[] LEADING = new boolean[EventTable.size()];

    static {
        for (int code = 0; code < LEADING.length; code++) {
            LEADING[code] =
                    switch (EventTable.type(code).name()) {
                        case "useradded",
                                "userdeleted",
                                "groupadded",
                                "groupdeleted",
                                "container" ->
                                true;
                        default -> false;
                    };
        }
    }

    private LeadingEvents() {}

    static boolean contains(int code) {
        return code < LEADING.length && LEADING[code];
    }
}
