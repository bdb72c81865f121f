package dev.kansoku.capture;

/**
 * How much an event keeps of what was read or written. Immutable.
 *
 * @param snapLength bytes kept of a buffer, 0 to {@link #LONGEST}
 */
public record Payload(int snapLength) {
    /** The longest that is kept of a buffer, in bytes. */
    public static final int LONGEST = 65_000;

    /** 80 bytes of each buffer. */
    public static final Payload DEFAULT = new Payload(80);

    public Payload {
        if (snapLength < 0 || snapLength > LONGEST) {
            throw new IllegalArgumentException(
                    "snap length " + snapLength + " is not within 0 and " + LONGEST);
        }
    }
}
