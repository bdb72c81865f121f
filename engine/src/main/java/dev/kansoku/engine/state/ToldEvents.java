// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.start.ToldFd;
import dev.kansoku.event.start.ToldThread;
import java.util.Arrays;

/** Asynchronous events by which a source or a capture tells of fds and threads, by their names. */
final class ToldEvents {
    private static final MergedParameter NAME = MergedParameter.named("name");
    private static final byte[] FD = Bytes.ascii(ToldFd.EVENT_NAME);
    private static final byte[] THREAD = Bytes.ascii(ToldThread.EVENT_NAME);

    private final ToldFds fds;
    private final ToldThreads threads;

    ToldEvents(ToldFds fds, ToldThreads threads) {
        this.fds = fds;
        this.threads = threads;
    }

    void register(Handlers handlers) {
        handlers.enters("asyncevent", this::told);
    }

    private void told(Moment moment) {
        if (!moment.has(NAME)) {
            return;
        }
        byte[] name = moment.text(NAME, FD);
        if (name == FD || Arrays.equals(name, FD)) {
            fds.told(moment);
        } else if (Arrays.equals(name, THREAD)) {
            threads.told(moment);
        }
    }
}
