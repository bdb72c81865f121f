package dev.kansoku.capture;

import org.jspecify.annotations.Nullable;

/**
 * How an observed command is started. Immutable.
 *
 * @param runAs user and group that the command runs as, or null for one's own
 * @param outputToStderr whether the command's output goes to stderr, so that stdout is free for
 *     events
 */
public record Launch(@Nullable RunAs runAs, boolean outputToStderr) {
    /** As one's own user, with its own output. */
    public static final Launch DEFAULT = new Launch(null, false);

    /** Numbers of the user and group that a command runs as. */
    public record RunAs(long uid, long gid) {}
}
