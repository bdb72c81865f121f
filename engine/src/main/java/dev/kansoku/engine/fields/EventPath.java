// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import static dev.kansoku.engine.fields.EventFields.ascii;

import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.Names;
import dev.kansoku.event.render.PathText;

/** A path parameter, made absolute. */
final class EventPath {
    /** A dirfd that stands for the working directory. */
    private static final int AT_FDCWD = -100;

    private static final byte[] MISSING = ascii("<NA>");

    private EventPath() {}

    /**
     * Appends a path from the root on: a relative one starts at its dirfd, where it has one, else
     * at the working directory.
     *
     * @return false, and nothing written, where the event has no such path
     */
    static boolean append(Event event, int parameter, Names names, TextBuffer out) {
        if (!event.has(parameter)) {
            return false;
        }
        byte[] bytes = event.bytes();
        int at = event.offset(parameter);
        int length = event.textLength(parameter);
        if (length == MISSING.length && Text.startsWith(bytes, at, MISSING)) {
            return false;
        }
        if (length == 0 || bytes[at] != '/') {
            int dirfd = event.type().form(event.parameterCount()).parameter(parameter).dirfd();
            long directory = event.has(dirfd) ? event.signed(dirfd) : AT_FDCWD;
            if (directory == AT_FDCWD) {
                names.cwd(out);
            } else if (names.directory(directory, out)) {
                if (out.length() > 0 && out.bytes()[out.length() - 1] != '/') {
                    out.put('/');
                }
            } else {
                out.put("<UNKNOWN>/");
            }
        }
        PathText.follow(out, 0, bytes, at, length);
        return true;
    }
}
