// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers;

/** Something that announces by itself, from before the first event on. */
public interface Announcer extends AutoCloseable {
    /**
     * Whether all is announced that there was to know at the start; also where nothing could be
     * found out.
     */
    boolean isSettled();

    @Override
    void close();
}
