// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

/**
 * Tells which control groups are in scope by a name that others know them by, such as that of a
 * container, which may start later. Used by one thread, which it never blocks.
 */
public interface CgroupNames {
    /** What the names say of a control group. */
    enum Answer {
        IN,
        OUT,
        NEITHER,
        /** Nobody knows yet; the answer is another one soon. */
        UNDECIDED
    }

    /** Whether a name can take a control group in. */
    boolean takesIn();

    /** Whether a name can leave a control group out. */
    boolean leavesOut();

    /**
     * What is known of a control group by now; the first question begins to find out.
     *
     * @param path below the root of its hierarchy, beginning with a slash
     */
    Answer of(String path);

    /** How long the events of a control group may wait for the answer, in nanoseconds. */
    long patience();

    /** All control groups that there were when the capture began have been asked for. */
    void begun();
}
