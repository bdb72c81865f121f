package dev.kansoku.capture;

/**
 * The space in which events wait to be read. Immutable.
 *
 * @param ringBytes ring buffer of each CPU, a power of two from {@link #SMALLEST} to {@link
 *     #LARGEST}
 */
public record Buffers(long ringBytes) {
    /** The smallest ring, in bytes. */
    public static final long SMALLEST = 64 << 10;

    /** The largest ring, in bytes. */
    public static final long LARGEST = 1 << 30;

    /** 8 MiB for each CPU. */
    public static final Buffers DEFAULT = new Buffers(8L << 20);

    public Buffers {
        if (ringBytes < SMALLEST || ringBytes > LARGEST || Long.bitCount(ringBytes) != 1) {
            throw new IllegalArgumentException(
                    "buffer size " + ringBytes + " is not a power of two from 64 KiB to 1 GiB");
        }
    }
}
