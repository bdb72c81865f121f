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
 */
public record StateLimits(
        int threads, int fdsPerProcess, int fds, int containers, long containerBytes) {
    public static final StateLimits DEFAULT =
            new StateLimits(131_072, 65_536, 1_048_576, 4096, 16 << 20);

    private static final int ONE_CONTAINER = 1 << 20;

    public StateLimits {
        if (threads < 16
                || fdsPerProcess < 1
                || fds < 1
                || containers < 1
                || containerBytes < ONE_CONTAINER) {
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
                            + " bytes are too small");
        }
    }
}
