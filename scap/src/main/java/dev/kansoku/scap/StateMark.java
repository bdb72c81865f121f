// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

/**
 * A place in a capture of which an index has the state of the system.
 *
 * @param place the event that begins here is not in the state yet
 * @param first when the first event happened that counts, as {@link IndexedState#first}
 * @param previous when the one before the place did
 * @param part which part of the index holds the state; 0 at the begin of a section, whose tables
 *     follow in the capture
 */
record StateMark(Checkpoint place, long first, long previous, int part) {}
