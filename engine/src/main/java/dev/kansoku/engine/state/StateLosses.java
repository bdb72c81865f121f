// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/**
 * How often the limits bit since the start.
 *
 * @param evictedThreads threads that were dropped to make room for others
 * @param refusedFds fds that were not kept since their table or the sum of all was full
 * @param evictedContainers containers that were dropped to make room for others
 * @param unreadContainers descriptions of containers that could not be read, or not wholly
 * @param evictedPods pods that were dropped to make room for others
 * @param unreadPods descriptions of pods that could not be read, or not wholly
 * @param refusedTexts arguments, environments, paths and enters that there was no room for
 * @param refusedUsers users and groups that were not kept since their container had too many
 * @param lateEvents events that came so late that their thread was gone, and another in its place
 */
public record StateLosses(
        long evictedThreads,
        long refusedFds,
        long evictedContainers,
        long unreadContainers,
        long evictedPods,
        long unreadPods,
        long refusedTexts,
        long refusedUsers,
        long lateEvents) {
    /** These and others. */
    public StateLosses plus(StateLosses other) {
        return new StateLosses(
                evictedThreads + other.evictedThreads,
                refusedFds + other.refusedFds,
                evictedContainers + other.evictedContainers,
                unreadContainers + other.unreadContainers,
                evictedPods + other.evictedPods,
                unreadPods + other.unreadPods,
                refusedTexts + other.refusedTexts,
                refusedUsers + other.refusedUsers,
                lateEvents + other.lateEvents);
    }

    /** Whether something is missing now that was told once. Late events take nothing away. */
    public boolean isAny() {
        return evictedThreads
                        + refusedFds
                        + evictedContainers
                        + unreadContainers
                        + evictedPods
                        + unreadPods
                        + refusedTexts
                        + refusedUsers
                > 0;
    }
}
