// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.source;

/**
 * What a live source left out on purpose, the cheapest first, so that what tells of processes and
 * fds found room; counted from its start.
 *
 * @param payloads events told without the bytes that they read or wrote
 * @param readsAndWrites events of calls that only move bytes
 * @param others events of other calls
 */
public record Shed(long payloads, long readsAndWrites, long others) {
    public static final Shed NONE = new Shed(0, 0, 0);

    /** Events that are missing. */
    public long events() {
        return readsAndWrites + others;
    }

    /** Whether anything was left out. */
    public boolean isAny() {
        return (payloads | readsAndWrites | others) != 0;
    }
}
