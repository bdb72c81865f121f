// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a type of event changes of its thread.
 *
 * @param kind what it changes
 * @param first the parameter that says which, -1 for none
 * @param second another one, -1 for none
 */
record Rule(Kind kind, int first, int second) {
    /** What is changed; the parameters are those of the constants' comments. */
    enum Kind {
        /** process, flags */
        BIRTH,
        END,
        /** fd */
        CLOSE,
        /** first and last fd */
        CLOSE_RANGE,
        /** fd */
        CREATE,
        /** both fds */
        CREATE_TWO,
        /** new fd, command */
        CONTROL,
        /** control messages */
        RECEIVE,
        /** fd */
        ENDS,
        /** none, option */
        NAME,
        PROGRAM,
        DIRECTORY,
        ROOT,
        USER,
        /** none, process */
        GROUP
    }

    private static final Pattern USER_CALL = Pattern.compile("(set(re|res|fs)?[ug]id|capset)");

    /** The rules by the codes of events, null where an event changes nothing. */
    static @Nullable Rule[] all() {
        @Nullable Rule[] rules = new Rule[EventTable.size()];
        for (EventType type : EventTable.all()) {
            rules[type.code()] = of(type);
        }
        return rules;
    }

    private static @Nullable Rule of(EventType type) {
        String name = type.name();
        if (name.equals("procexit")) {
            return new Rule(Kind.END, -1, -1);
        }
        if (!type.isExit()) {
            return null;
        }
        if (USER_CALL.matcher(name).matches()) {
            return new Rule(Kind.USER, -1, -1);
        }
        return switch (name) {
            case "clone", "clone3", "fork", "vfork" -> of(type, Kind.BIRTH, "pid", "flags");
            case "close" -> of(type, Kind.CLOSE, "fd", "");
            case "close_range" -> of(type, Kind.CLOSE_RANGE, "first", "last");
            case "fcntl" -> of(type, Kind.CONTROL, "res", "cmd");
            case "recvmsg", "recvmmsg" -> of(type, Kind.RECEIVE, "msgcontrol", "");
            case "bind", "connect" -> of(type, Kind.ENDS, "fd", "");
            case "prctl" -> of(type, Kind.NAME, "", "option");
            case "execve", "execveat" -> new Rule(Kind.PROGRAM, -1, -1);
            case "chdir", "fchdir" -> new Rule(Kind.DIRECTORY, -1, -1);
            case "chroot", "pivot_root" -> new Rule(Kind.ROOT, -1, -1);
            case "setsid" -> new Rule(Kind.GROUP, -1, -1);
            case "setpgid" -> of(type, Kind.GROUP, "", "pid");
            default -> ofCreation(type);
        };
    }

    private static @Nullable Rule ofCreation(EventType type) {
        if (!type.has(EventFlag.CREATES_FD) || type.parameters().isEmpty()) {
            return null;
        }
        return type.indexOf("fd1") >= 0
                ? of(type, Kind.CREATE_TWO, "fd1", "fd2")
                : new Rule(Kind.CREATE, 0, -1);
    }

    private static Rule of(EventType type, Kind kind, String first, String second) {
        return new Rule(
                kind,
                first.isEmpty() ? -1 : type.indexOf(first),
                second.isEmpty() ? -1 : type.indexOf(second));
    }
}
