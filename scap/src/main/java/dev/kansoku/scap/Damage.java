// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

/**
 * Something in a capture that could not be read. Whatever else was readable has been delivered.
 *
 * @param source the capture's name
 * @param offset where the trouble begins, in bytes of the capture uncompressed
 * @param lostBytes how many bytes were passed over, as far as known
 * @param what the trouble and what is lost, without name and offset
 */
public record Damage(String source, long offset, long lostBytes, String what) {
    /** One line for the user: where, what, how much. */
    public String message() {
        return source
                + ": at offset "
                + offset
                + ": "
                + what
                + (lostBytes > 0 ? " (" + lostBytes + " bytes passed over)" : "");
    }
}
