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
        long lateEvents) {}
