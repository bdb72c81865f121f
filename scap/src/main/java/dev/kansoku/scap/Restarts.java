// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

/** Is told, by whichever thread unpacks, of each place at which unpacking could begin anew. */
@FunctionalInterface
interface Restarts {
    Restarts UNHEEDED = (_, _) -> {};

    /**
     * @param packed the place in the stream
     * @param unpacked how many bytes were unpacked before it
     */
    void at(long packed, long unpacked);
}
