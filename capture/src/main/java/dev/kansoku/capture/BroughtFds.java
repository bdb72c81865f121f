// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import java.util.Map;

/**
 * Calls whose events say too little of the fds that they bring: a source tells of these behind the
 * call's event (see {@link dev.kansoku.event.start.ToldFd}).
 */
public enum BroughtFds {
    NONE,

    /** The result is an fd. */
    RESULT,

    /** Fds come with a message. */
    MESSAGE,

    /** Fds come with several messages. */
    MESSAGES;

    /** The event that tells of an fd. */
    public static final int EVENT = 402;

    /** Where that event has the length of its name, and how long that is. */
    public static final int NAME_LENGTH_AT = 30;

    public static final int NAME_LENGTH = 11;

    private static final Map<String, BroughtFds> CALLS =
            Map.ofEntries(
                    Map.entry("recvmsg", MESSAGE),
                    Map.entry("recvmmsg", MESSAGES),
                    Map.entry("pidfd_getfd", RESULT),
                    Map.entry("timerfd_create", RESULT), // its event has no room for CLOEXEC
                    Map.entry("perf_event_open", RESULT),
                    Map.entry("fanotify_init", RESULT),
                    Map.entry("fsopen", RESULT),
                    Map.entry("fspick", RESULT),
                    Map.entry("fsmount", RESULT),
                    Map.entry("open_tree", RESULT),
                    Map.entry("mq_open", RESULT),
                    Map.entry("memfd_secret", RESULT),
                    Map.entry("landlock_create_ruleset", RESULT));

    /** What a call brings, by its name. */
    public static BroughtFds of(String call) {
        return CALLS.getOrDefault(call, NONE);
    }
}
