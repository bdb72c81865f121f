package dev.kansoku.engine.state;

/**
 * How much the state may keep. What does not fit pushes something out or is not kept, and {@link
 * StateLosses} counts it.
 *
 * @param threads living threads, at least 16
 * @param fdsPerProcess open fds of one process
 * @param fds open fds of all processes together
 * @param containers containers that are known
 */
public record StateLimits(int threads, int fdsPerProcess, int fds, int containers) {
    public static final StateLimits DEFAULT = new StateLimits(131_072, 65_536, 1_048_576, 4096);

    public StateLimits {
        if (threads < 16 || fdsPerProcess < 1 || fds < 1 || containers < 1) {
            throw new IllegalArgumentException(
                    "limits of "
                            + threads
                            + " threads, "
                            + fdsPerProcess
                            + " fds, "
                            + fds
                            + " fds in all, "
                            + containers
                            + " containers are too small");
        }
    }
}
