// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.ToldFd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What an event tells of an fd ({@link ToldFd}), as calls that only carry state, for readers that
 * pass over what is told: files are opened, pipes made, and of any other fd nothing is known, which
 * is better than the name of the one that the number had before.
 */
final class ToldCalls {
    private static final int ASYNCEVENT = 402;
    private static final int OPEN_EXIT = 3;
    private static final int CLOSE_ENTER = 4;
    private static final int CLOSE_EXIT = 5;
    private static final int PIPE_EXIT = 61;
    private static final int NAME = 1;
    private static final int DATA = 2;
    private static final byte[] EVENT_NAME =
            (ToldFd.EVENT_NAME + "\0").getBytes(StandardCharsets.US_ASCII);

    /** O_DIRECTORY in the event table's encoding. */
    private static final int DIRECTORY = 1 << 10;

    private final ToldFd told = new ToldFd();
    private final EventBuilder builder = new EventBuilder();
    private final Event made = new Event();

    /** Writes those calls; false where something else is told. */
    boolean write(Event event, OlderReader.Sink to) throws IOException {
        if (event.code() != ASYNCEVENT
                || event.parameterCount() <= DATA
                || !isNamed(event)
                || !told.read(event.bytes(), event.offset(DATA), event.length(DATA))) {
            return false;
        }
        boolean directory = told.type() == FdType.DIRECTORY;
        boolean file = told.type() == FdType.FILE || told.type() == FdType.FILE_V2;
        byte[] name = told.name();
        if ((directory || file) && name.length > 0 && name[0] == '/') {
            begin(event, OPEN_EXIT, 5)
                    .number(told.fd())
                    .text(name)
                    .number(directory ? told.flags() | DIRECTORY : told.flags())
                    .number(0)
                    .number(told.device());
        } else if (told.type() == FdType.FIFO) {
            begin(event, PIPE_EXIT, 4)
                    .number(0)
                    .number(told.fd())
                    .number(told.fd())
                    .number(told.inode());
        } else {
            begin(event, CLOSE_ENTER, 1).number(told.fd());
            finish(event, to);
            begin(event, CLOSE_EXIT, 1).number(0);
        }
        finish(event, to);
        return true;
    }

    private EventBuilder begin(Event event, int code, int parameters) {
        return builder.begin(code, event.timestamp(), event.tid(), parameters);
    }

    private void finish(Event event, OlderReader.Sink to) throws IOException {
        builder.finish(made);
        made.origin(event.cpu(), event.flags() | Event.STATE_ONLY);
        to.write(made);
    }

    private static boolean isNamed(Event event) {
        int at = event.offset(NAME);
        int end = at + event.length(NAME);
        return Arrays.equals(event.bytes(), at, end, EVENT_NAME, 0, EVENT_NAME.length);
    }
}
