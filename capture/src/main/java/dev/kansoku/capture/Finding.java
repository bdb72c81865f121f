// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

/**
 * What was found when something that a live capture uses was tried.
 *
 * @param group what it belongs to, such as {@code kernel}
 * @param name what was tried
 * @param state how it went
 * @param found what was seen, in a few words
 * @param remedy what to do where it is missing, empty where there is nothing to do
 */
public record Finding(String group, String name, State state, String found, String remedy) {
    /** How a trial went. */
    public enum State {
        YES,
        /** Missing, but something else does without it. */
        PARTLY,
        NO
    }

    /** It is there. */
    public static Finding yes(String group, String name, String found) {
        return new Finding(group, name, State.YES, found, "");
    }

    /** Something else does without it. */
    public static Finding partly(String group, String name, String found, String remedy) {
        return new Finding(group, name, State.PARTLY, found, remedy);
    }

    /** It is missing. */
    public static Finding no(String group, String name, String found, String remedy) {
        return new Finding(group, name, State.NO, found, remedy);
    }
}
