// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.detect;

/** What rules are shown of the beginnings of calls. */
public enum Beginnings {
    /** Nothing: in older captures they say no more than the ends, which were made to tell all. */
    HIDDEN,
    /** All, and of a call whose beginning a rule matched it is not told of the end again. */
    ONCE,
    /** All, and beginnings and ends are events of their own. */
    APART
}
