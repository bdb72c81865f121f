// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;

/** What events of each type are to the thread that they are of. Immutable. */
final class EventRoles {
    /** No thread stands behind the event. */
    static final byte DETACHED = 0;

    /** The beginning of a call. */
    static final byte ENTER = 1;

    /** The end of a call. */
    static final byte EXIT = 2;

    /** Something that happens to a thread outside of its calls. */
    static final byte NOTICE = 3;

    /** As a notice or an exit, but the thread is not invented where it is not known. */
    static final byte NOTICE_OF_KNOWN = 4;

    static final byte EXIT_OF_KNOWN = 5;

    /** A CPU leaves the thread. */
    static final byte SWITCH = 6;

    /** Something is said of a thread that is known, which changes nothing. */
    static final byte MENTION = 7;

    private static final byte[] ROLES = roles();
    private static final boolean[] EXECS = execs();
    private static final boolean[] TOOK_OVER = tookOver();

    private EventRoles() {}

    /** The role of events of a code: one of the constants. */
    static byte of(int code) {
        return ROLES[code];
    }

    /** Whether events of a code are beginnings of calls. */
    static boolean isBeginning(int code) {
        return ROLES[code] == ENTER;
    }

    /** Whether they are ends of execve or execveat. */
    static boolean isExecution(int code) {
        return EXECS[code];
    }

    /** Whether an exit with all of its parameters shows that exits tell what enters did. */
    static boolean tellsAll(int code) {
        return TOOK_OVER[code];
    }

    private static byte[] roles() {
        byte[] roles = new byte[EventTable.size()];
        for (EventType type : EventTable.all()) {
            roles[type.code()] = role(type);
        }
        return roles;
    }

    private static boolean[] execs() {
        boolean[] execs = new boolean[EventTable.size()];
        for (EventType type : EventTable.all()) {
            execs[type.code()] =
                    type.isExit()
                            && (type.name().equals("execve") || type.name().equals("execveat"));
        }
        return execs;
    }

    /**
     * Exits that have grown by what their enters told when enters were no longer written. Those of
     * the two that set limits told it before, too.
     */
    private static boolean[] tookOver() {
        boolean[] exits = new boolean[EventTable.size()];
        for (EventType type : EventTable.all()) {
            if (type.isExit() && type.has(EventFlag.CONVERTER_MANAGED)) {
                EventType enter = EventTable.type(type.code() - 1);
                exits[type.code()] =
                        !type.has(EventFlag.OLD_VERSION)
                                && enter.has(EventFlag.OLD_VERSION)
                                && !enter.parameters().isEmpty()
                                && !type.name().endsWith("rlimit");
            }
        }
        return exits;
    }

    private static byte role(EventType type) {
        if (type.name().equals("page_fault")) {
            return NOTICE_OF_KNOWN;
        }
        if (type.name().equals("procinfo")) {
            return MENTION;
        }
        if (type.has(EventFlag.UNUSED) || type.has(EventFlag.SKIP_PARSE_RESET)) {
            return DETACHED;
        }
        return switch (type.name()) {
            case "container",
                    "useradded",
                    "userdeleted",
                    "groupadded",
                    "groupdeleted",
                    "pluginevent" ->
                    DETACHED;
            case "procexit", "asyncevent" -> NOTICE_OF_KNOWN;
            case "switch" -> SWITCH;
            case "clone", "fork", "vfork", "clone3" -> type.isExit() ? EXIT_OF_KNOWN : ENTER;
            default -> {
                if (type.isExit()) {
                    yield EXIT;
                }
                yield EventTable.type(type.code() + 1).has(EventFlag.UNUSED) ? NOTICE : ENTER;
            }
        };
    }
}
