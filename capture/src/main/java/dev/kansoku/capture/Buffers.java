// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

/**
 * The space in which events wait to be read. Immutable.
 *
 * @param ringBytes ring buffer of each CPU, a power of two from {@link #SMALLEST} to {@link
 *     #LARGEST}, or {@link #BY_MEMORY}
 * @param onPressure what happens where they fill up
 */
public record Buffers(long ringBytes, OnPressure onPressure) {
    /** The smallest ring, in bytes. */
    public static final long SMALLEST = 64 << 10;

    /** The largest ring, in bytes. */
    public static final long LARGEST = 1 << 30;

    /** A size that depends on the machine. */
    public static final long BY_MEMORY = 0;

    /** As large as the machine's memory permits. */
    public static final Buffers DEFAULT = new Buffers(BY_MEMORY);

    private static final long LARGEST_BY_MEMORY = 8 << 20;
    private static final long SMALLEST_BY_MEMORY = 256 << 10;

    /** All rings together take no more than this part of the memory. */
    private static final long SHARE = 256;

    /** Buffers that shed what is cheapest. */
    public Buffers(long ringBytes) {
        this(ringBytes, OnPressure.SHED);
    }

    public Buffers {
        if (ringBytes != BY_MEMORY
                && (ringBytes < SMALLEST || ringBytes > LARGEST || Long.bitCount(ringBytes) != 1)) {
            throw new IllegalArgumentException(
                    "buffer size " + ringBytes + " is not a power of two from 64 KiB to 1 GiB");
        }
    }

    /** The same size, with another policy. */
    public Buffers withOnPressure(OnPressure newOnPressure) {
        return new Buffers(ringBytes, newOnPressure);
    }

    /**
     * The size of each CPU's ring. By memory it is the largest power of two from 256 KiB to 8 MiB
     * with which all rings together take no more than a 256th of the memory.
     *
     * @param memory of the machine, in bytes
     * @param cpus how many rings there will be
     */
    public long ringBytes(long memory, int cpus) {
        if (ringBytes != BY_MEMORY) {
            return ringBytes;
        }
        long share = Long.highestOneBit(Math.max(1, memory / SHARE / cpus));
        return Math.clamp(share, SMALLEST_BY_MEMORY, LARGEST_BY_MEMORY);
    }
}
