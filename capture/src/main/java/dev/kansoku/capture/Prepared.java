// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

/**
 * What of a live capture begins before it is known what it is to observe: see {@link
 * LiveCapture#prepare}. Nothing is attached by it.
 */
public interface Prepared extends AutoCloseable {
    /** Gives back what no capture took; does not wait for what is still under way. */
    @Override
    void close();
}
