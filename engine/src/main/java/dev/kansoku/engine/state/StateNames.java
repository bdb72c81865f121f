// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.render.Names;
import dev.kansoku.event.start.GroupEntry;
import dev.kansoku.event.start.UserEntry;

/** Answers what numbers in the event at hand stand for. Not thread-safe. */
public final class StateNames implements Names {
    private static final byte[] PROTOCOL_LETTERS = Bytes.ascii("\0\0tuir");

    private final SystemState state;

    public StateNames(SystemState state) {
        this.state = state;
    }

    @Override
    public boolean fd(long fd, TextBuffer out) {
        ThreadState thread = state.thread();
        FdState known = thread == null || fd < 0 ? null : thread.fds().get(fd);
        if (known == null) {
            return false;
        }
        out.put('<').put(known.type().letter());
        if (known.type().isInternet()) {
            int letter =
                    known.protocol() < PROTOCOL_LETTERS.length
                            ? PROTOCOL_LETTERS[known.protocol()]
                            : 0;
            if (letter != 0) {
                out.put(letter);
            }
        }
        out.put('>').put(known.name());
        return true;
    }

    @Override
    public boolean comm(long tid, TextBuffer out) {
        ThreadState thread = state.threads().get(tid);
        if (thread == null) {
            return false;
        }
        out.put(thread.comm());
        return true;
    }

    @Override
    public boolean user(long uid, TextBuffer out) {
        UserEntry user = state.users().user(state.thread(), uid);
        if (user == null) {
            return false;
        }
        out.put(user.name());
        return true;
    }

    @Override
    public boolean group(long gid, TextBuffer out) {
        GroupEntry group = state.users().group(state.thread(), gid);
        if (group == null) {
            return false;
        }
        out.put(group.name());
        return true;
    }

    @Override
    public boolean cwd(TextBuffer out) {
        ThreadState thread = state.thread();
        if (thread == null) {
            return false;
        }
        out.put(thread.cwd());
        return true;
    }

    @Override
    public boolean directory(long dirfd, TextBuffer out) {
        ThreadState thread = state.thread();
        FdState known = thread == null || dirfd < 0 ? null : thread.fds().get(dirfd);
        if (known == null) {
            return false;
        }
        out.put(known.name());
        if (state.isOfCallWithEnter() && Paths.isRoot(known.name())) {
            out.put('/'); // see Paths.resolveAsWritten
        }
        return true;
    }
}
