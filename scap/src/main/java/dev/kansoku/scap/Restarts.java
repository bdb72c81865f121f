// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

/** Is told, by whichever thread unpacks, of each place at which unpacking could begin anew. */
interface Restarts extends BlockInflater.Blocks {
    /** Nobody wants to know. */
    Restarts UNHEEDED =
            new Restarts() {
                @Override
                public void at(long packed, long unpacked) {
                    // of no use
                }

                @Override
                public void begins(long bit, byte[] unpacked, long before, int from, int to) {
                    // of no use
                }
            };

    /**
     * Nothing that was unpacked before is needed here.
     *
     * @param packed the place in the stream
     * @param unpacked how many bytes were unpacked before it
     */
    void at(long packed, long unpacked);
}
