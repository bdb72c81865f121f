// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Something that takes alerts. One thread at a time uses it; {@link #close} alone may be called by
 * another one, and breaks off a send that hangs.
 */
public interface AlertOutput extends Closeable {
    /** As messages and metrics name it: without passwords, tokens and other secrets. */
    String name();

    /**
     * Sends the first of these alerts, as many as it likes, in their order. May wait for the
     * receiver, but not for ever.
     *
     * @param messages at least one
     * @return how many were sent, at least one
     * @throws RefusedAlertException where the receiver will never take the first one
     * @throws LaterException where the receiver said when to come again
     * @throws IOException where the first one could not be sent now
     */
    int send(List<AlertMessage> messages) throws IOException;

    /** Opens anew what it writes to: a file that was moved away, certificates that were renewed. */
    default void reopen() throws IOException {}

    /** How many alerts were sent in part, since the receiver takes no more of one. */
    default long shortened() {
        return 0;
    }
}
