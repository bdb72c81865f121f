// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

/**
 * A place in a file at which unpacking can begin.
 *
 * @param packed the place's byte in the file
 * @param bit which bit of that byte is the first; 0 but inside of a gzip member
 * @param unpacked how many bytes are unpacked before it
 * @param window what must be at hand inside of a gzip member: which part of the index holds it; 0
 *     where nothing must
 */
record Restart(long packed, int bit, long unpacked, int window) {
    /** A capture that is not packed can be read anywhere. */
    static Restart plain(long offset) {
        return new Restart(offset, 0, offset, 0);
    }

    /** The begin of a file. */
    static final Restart BEGIN = new Restart(0, 0, 0, 0);
}
