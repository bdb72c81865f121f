// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.Closeable;
import java.io.IOException;

/** The way to the syslog of this machine, which takes datagrams: Java has no sockets for those. */
@FunctionalInterface
public interface LocalSyslog {
    /** An open way. */
    interface Way extends Closeable {
        /**
         * Sends one message.
         *
         * @throws IOException where nobody takes it, or nobody did within a few seconds
         */
        void send(byte[] message) throws IOException;
    }

    /**
     * Opens the way.
     *
     * @param path of the socket
     */
    Way open(String path) throws IOException;
}
