// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/**
 * How much the state may keep. What does not fit pushes something out or is not kept, and {@link
 * StateLosses} counts it.
 *
 * @param threads living threads, at least 16
 * @param fdsPerProcess open fds of one process
 * @param fds open fds of all processes together
 * @param containers containers that are known, and as many pods
 * @param containerBytes memory that containers take together, and pods likewise, at least 1 MiB,
 *     which is more than one alone can take
 * @param longestText bytes of one text of a thread, such as its arguments; what is longer is cut;
 *     at least 256
 * @param textBytes bytes of all such texts together, each counted once whoever shares it, and of
 *     the enters of calls that go on
 */
public record StateLimits(
        int threads,
        int fdsPerProcess,
        int fds,
        int containers,
        long containerBytes,
        int longestText,
        long textBytes) {
    public static final StateLimits DEFAULT =
            new StateLimits(131_072, 65_536, 1_048_576, 4096, 16 << 20, 32_768, 48 << 20);

    private static final int ONE_CONTAINER = 1 << 20;

    public StateLimits {
        if (threads < 16
                || fdsPerProcess < 1
                || fds < 1
                || containers < 1
                || containerBytes < ONE_CONTAINER
                || longestText < 256
                || textBytes < 0) {
            throw new IllegalArgumentException(
                    "limits of "
                            + threads
                            + " threads, "
                            + fdsPerProcess
                            + " fds, "
                            + fds
                            + " fds in all, "
                            + containers
                            + " containers of "
                            + containerBytes
                            + " bytes, "
                            + longestText
                            + " bytes of a text and "
                            + textBytes
                            + " of all are too small");
        }
    }

    /** Limits with the default ones for text. */
    public StateLimits(
            int threads, int fdsPerProcess, int fds, int containers, long containerBytes) {
        this(
                threads,
                fdsPerProcess,
                fds,
                containers,
                containerBytes,
                DEFAULT.longestText,
                DEFAULT.textBytes);
    }

    public StateLimits withThreads(int threads) {
        return new StateLimits(
                threads, fdsPerProcess, fds, containers, containerBytes, longestText, textBytes);
    }

    public StateLimits withFds(int fdsPerProcess, int fds) {
        return new StateLimits(
                threads, fdsPerProcess, fds, containers, containerBytes, longestText, textBytes);
    }

    public StateLimits withContainers(int containers, long containerBytes) {
        return new StateLimits(
                threads, fdsPerProcess, fds, containers, containerBytes, longestText, textBytes);
    }

    public StateLimits withText(int longestText, long textBytes) {
        return new StateLimits(
                threads, fdsPerProcess, fds, containers, containerBytes, longestText, textBytes);
    }
}
