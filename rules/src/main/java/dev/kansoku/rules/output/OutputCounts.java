// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

/**
 * What became of an output's alerts, at one moment. Without a crash, {@code accepted + recovered}
 * is {@code sent + refused + dropped + undelivered + queued + spilled}, but for those that are
 * being moved at that moment.
 *
 * @param name of the output
 * @param accepted alerts that it was given
 * @param recovered alerts that an earlier run had left on disk for it
 * @param sent alerts that the receiver has
 * @param refused alerts that the receiver will never take
 * @param dropped alerts for which there was no room
 * @param undelivered alerts given up at the end
 * @param retries how often sending was tried again
 * @param shortened alerts sent in part, since the receiver takes no more of one
 * @param queued alerts that wait in memory
 * @param spilled alerts that wait on disk
 * @param everSpilled alerts that were written to disk so far
 * @param damagedBytes bytes on disk that could not be read again
 * @param failing whether the last try failed
 * @param trouble what went wrong last, empty where nothing did
 */
public record OutputCounts(
        String name,
        long accepted,
        long recovered,
        long sent,
        long refused,
        long dropped,
        long undelivered,
        long retries,
        long shortened,
        long queued,
        long spilled,
        long everSpilled,
        long damagedBytes,
        boolean failing,
        String trouble) {
    /** Alerts that nobody will get. */
    public long lost() {
        return refused + dropped + undelivered;
    }
}
