package dev.kansoku.capture;

/**
 * The space in which events wait to be read. Immutable.
 *
 * @param ringBytes ring buffer of each CPU, a power of two from {@link #SMALLEST} to {@link
 *     #LARGEST}
 * @param onPressure what happens where they fill up
 */
public record Buffers(long ringBytes, OnPressure onPressure) {
    /** The smallest ring, in bytes. */
    public static final long SMALLEST = 64 << 10;

    /** The largest ring, in bytes. */
    public static final long LARGEST = 1 << 30;

    /** 8 MiB for each CPU. */
    public static final Buffers DEFAULT = new Buffers(8L << 20);

    /** Buffers that shed what is cheapest. */
    public Buffers(long ringBytes) {
        this(ringBytes, OnPressure.SHED);
    }

    public Buffers {
        if (ringBytes < SMALLEST || ringBytes > LARGEST || Long.bitCount(ringBytes) != 1) {
            throw new IllegalArgumentException(
                    "buffer size " + ringBytes + " is not a power of two from 64 KiB to 1 GiB");
        }
    }

    /** The same size, with another policy. */
    public Buffers withOnPressure(OnPressure newOnPressure) {
        return new Buffers(ringBytes, newOnPressure);
    }
}
