// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.event.render;

import dev.kansoku.event.TextBuffer;

/**
 * What a value's number stands for at this moment: asked while an event is shown, answered by
 * whoever keeps the state. Each method appends and returns true, or leaves {@code out} as it was
 * and returns false where nothing is known.
 */
public interface Names {
    /**
     * An fd of the event's own process: its type character in {@code <>} and its name, such as
     * {@code <f>/etc/passwd}.
     */
    boolean fd(long fd, TextBuffer out);

    /** The comm of a thread. */
    boolean comm(long tid, TextBuffer out);

    /** The user's name. */
    boolean user(long uid, TextBuffer out);

    /** The group's name. */
    boolean group(long gid, TextBuffer out);

    /**
     * The directory that relative paths of the event's own process start from, with a slash at its
     * end.
     */
    boolean cwd(TextBuffer out);

    /** The name of a directory fd of the event's own process. */
    boolean directory(long dirfd, TextBuffer out);

    /** What answers nothing: values are shown as bare numbers. */
    Names NONE =
            new Names() {
                @Override
                public boolean fd(long fd, TextBuffer out) {
                    return false;
                }

                @Override
                public boolean comm(long tid, TextBuffer out) {
                    return false;
                }

                @Override
                public boolean user(long uid, TextBuffer out) {
                    return false;
                }

                @Override
                public boolean group(long gid, TextBuffer out) {
                    return false;
                }

                @Override
                public boolean cwd(TextBuffer out) {
                    return false;
                }

                @Override
                public boolean directory(long dirfd, TextBuffer out) {
                    return false;
                }
            };
}
