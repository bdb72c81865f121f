// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import org.jspecify.annotations.Nullable;

/**
 * How an observed command is started. Immutable.
 *
 * @param runAs user and group that the command runs as, or null for one's own
 * @param outputToStderr whether the command's output goes to stderr, so that stdout is free for
 *     events
 * @param outlives whether it and what it starts must be able to go on after the capture, in
 *     whichever way they are observed
 */
public record Launch(@Nullable RunAs runAs, boolean outputToStderr, boolean outlives) {
    /** As one's own user, with its own output. */
    public static final Launch DEFAULT = new Launch(null, false);

    /** One that need not outlive the capture. */
    public Launch(@Nullable RunAs runAs, boolean outputToStderr) {
        this(runAs, outputToStderr, false);
    }

    /** Numbers of the user and group that a command runs as. */
    public record RunAs(long uid, long gid) {}
}
