// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the path of a control group says of a container.
 *
 * @param id the whole id, or the name for runtimes that have no other id
 * @param type what {@code container.type} shows where the path tells, else empty
 * @param guess where the path may be a container's or not, that path, and the id is its last
 *     component; a runtime that knows the container says so with {@link ContainerState#cgroup}.
 *     Else empty
 */
public record ContainerId(String id, String type, String guess) {
    private static final LearnedPaths NOTHING = new LearnedPaths();

    public ContainerId(String id, String type) {
        this(id, type, "");
    }

    /**
     * Finds the container in the cgroups of a process, {@code subsystem=path} with a NUL behind
     * each as events give them; null outside of containers.
     */
    public static @Nullable ContainerId of(byte[] cgroups) {
        ContainerKey key = ContainerPaths.find(cgroups, NOTHING);
        if (key != null) {
            return new ContainerId(new String(key.id(), StandardCharsets.UTF_8), key.type());
        }
        int[] guess = ContainerPaths.guess(cgroups);
        return guess.length == 0
                ? null
                : new ContainerId(
                        new String(cgroups, guess[1], guess[2] - guess[1], StandardCharsets.UTF_8),
                        "",
                        new String(cgroups, guess[0], guess[2] - guess[0], StandardCharsets.UTF_8));
    }

    /** Whether the path does not say that this is a container at all. */
    public boolean isGuess() {
        return !guess.isEmpty();
    }

    /** The first twelve digits of the id, or the whole of a name. */
    public String shortId() {
        return ContainerKey.shortened(id);
    }
}
