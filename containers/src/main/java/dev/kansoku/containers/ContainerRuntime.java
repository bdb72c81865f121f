// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

import dev.kansoku.engine.state.ContainerId;
import dev.kansoku.engine.state.ContainerState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One runtime of containers on this machine, such as a Docker daemon, asked for what it knows.
 * Calls block and come from several virtual threads at once; each must end by itself within a few
 * seconds, and holds nothing open between two. What it answers is data of others: every length is
 * bounded.
 */
public interface ContainerRuntime {
    /** What {@code container.type} shows, such as {@code docker}. */
    String type();

    /** Where it is asked, for messages, such as the path of its socket. */
    String address();

    /** Whether a container of this id may be one of its own, as far as the id says. */
    boolean mayKnow(ContainerId id);

    /**
     * Whether this is a runtime that others are built on: its word is taken until one of them says
     * more.
     */
    default boolean knowsLittle() {
        return false;
    }

    /**
     * One container, null where this runtime does not know it. Where the id is a guess, the
     * container must be in the very cgroup of {@link ContainerId#guess}, and its state names that
     * in {@link ContainerState#cgroup}.
     */
    @Nullable ContainerState find(ContainerId id) throws IOException;
}
