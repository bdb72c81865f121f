// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.match;

/** How many rules an event is told to match. */
public enum Matching {
    /** The first of the set that it matches. */
    FIRST,
    /** Each that it matches. */
    ALL
}
