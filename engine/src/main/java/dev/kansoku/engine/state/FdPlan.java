// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.EventFlag;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.Parameter;
import dev.kansoku.event.ParameterType;
import java.util.List;
import java.util.Set;

/** For each event code, whether the event acts on an fd and which parameter holds its number. */
final class FdPlan {
    /** No parameter tells an fd. */
    static final int NONE = -1;

    /** Names of the parameter an exit acts on, the first that there is. */
    private static final List<String> NAMES =
            List.of("fd", "oldfd", "out_fd", "fd_in", "fdout", "linkdirfd", "dirfd");

    /** Exits that name an fd of their own although they have an enter, and are of that fd. */
    private static final Set<String> OVERRIDING =
            Set.of("copy_file_range", "getsockopt", "fchmod", "fchown");

    private final byte[] parameters = new byte[EventTable.size()];
    private final boolean[] overriding = new boolean[EventTable.size()];
    private final boolean[] acting = new boolean[EventTable.size()];
    private final boolean[] actingWhenOld = new boolean[EventTable.size()];

    FdPlan() {
        for (EventType type : EventTable.all()) {
            int code = type.code();
            boolean uses = type.has(EventFlag.USES_FD) || type.has(EventFlag.DESTROYS_FD);
            acting[code] = uses || type.has(EventFlag.CREATES_FD);
            parameters[code] = (byte) (!uses ? NONE : type.isExit() ? ofExit(type) : ofEnter(type));
            overriding[code] = type.isExit() && OVERRIDING.contains(type.name());
            actingWhenOld[code] = acting[code] && !isLaterAddition(type);
        }
    }

    private static int ofEnter(EventType type) {
        return !type.parameters().isEmpty() && isFd(type.parameter(0)) ? 0 : NONE;
    }

    private static int ofExit(EventType type) {
        for (String name : NAMES) {
            int index = type.indexOf(name);
            if (index >= 0 && isFd(type.parameter(index))) {
                return index;
            }
        }
        return NONE;
    }

    /**
     * Exits that are said to act on an fd since enters are no longer written: where there was an
     * enter that acts on none, the exit acts on none.
     */
    private static boolean isLaterAddition(EventType exit) {
        if (!exit.isExit()) {
            return !exit.parameters().isEmpty()
                    && !exit.has(EventFlag.CREATES_FD)
                    && exit.has(EventFlag.USES_FD)
                    && !isFd(exit.parameter(0));
        }
        String name = exit.name();
        boolean atDirectory = ofExit(exit) != NONE && exit.indexOf("fd") < 0 && name.endsWith("at");
        return atDirectory
                        && !exit.has(EventFlag.CREATES_FD)
                        && !name.equals("mknodat")
                        && !name.equals("newfstatat")
                || name.equals("mmap")
                || name.equals("mmap2")
                || name.equals("sendmmsg")
                || name.equals("recvmmsg");
    }

    private static boolean isFd(Parameter parameter) {
        return parameter.type() == ParameterType.FD || parameter.type() == ParameterType.FD32;
    }

    boolean overridesEnter(int code) {
        return overriding[code];
    }

    int parameter(int code) {
        return parameters[code];
    }

    boolean acts(int code, boolean old) {
        return old ? actingWhenOld[code] : acting[code];
    }
}
