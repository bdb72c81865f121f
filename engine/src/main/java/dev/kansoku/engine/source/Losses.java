package dev.kansoku.engine.source;

/**
 * What a source could not deliver, all counted from its start.
 *
 * @param droppedFull events that found the ring full
 * @param droppedFault events or parameters whose memory could not be read
 * @param droppedOversize events too large for the ring or the format
 * @param unknownTypes events of a newer writer that the event table does not know
 * @param skippedBlocks blocks of a capture that could not be read
 * @param skippedBytes bytes of a capture that were passed over
 */
public record Losses(
        long droppedFull,
        long droppedFault,
        long droppedOversize,
        long unknownTypes,
        long skippedBlocks,
        long skippedBytes) {
    public static final Losses NONE = new Losses(0, 0, 0, 0, 0, 0);

    /** Whether anything is missing. */
    public boolean isAny() {
        return (droppedFull
                        | droppedFault
                        | droppedOversize
                        | unknownTypes
                        | skippedBlocks
                        | skippedBytes)
                != 0;
    }
}
