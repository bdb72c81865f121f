// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

/** What {@code evt.outputtime} shows. */
public enum TimeForm {
    /** Local time of day, {@code 22:37:08.317407140}. */
    TIME_OF_DAY('h'),
    /** Seconds since the epoch, {@code 1795300628.317407140}. */
    EPOCH('a'),
    /** Seconds since the first event. */
    SINCE_START('r'),
    /** Seconds since the event before. */
    SINCE_PREVIOUS('d'),
    /** Seconds since the event shown before. */
    SINCE_SHOWN('D');

    private final char letter;

    TimeForm(char letter) {
        this.letter = letter;
    }

    /** The letter that the command line knows it by. */
    public char letter() {
        return letter;
    }
}
