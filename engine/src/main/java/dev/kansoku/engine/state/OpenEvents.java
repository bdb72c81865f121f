// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.FdType;
import org.jspecify.annotations.Nullable;

/** Calls that open files by name. */
final class OpenEvents {
    private static final int DIRECTORY = 1024;
    private static final int CREATED = 16384;

    /** Flags that the kernel adds, which an enter can not know. */
    private static final int FOUND_OUT = CREATED | FdState.UPPER_LAYER | FdState.LOWER_LAYER;

    private static final int CREAT_UPPER_LAYER = 1;
    private static final int CREAT_LOWER_LAYER = 2;

    private static final MergedParameter NAME = MergedParameter.named("name");
    private static final MergedParameter PATH = MergedParameter.named("path");
    private static final MergedParameter FLAGS = MergedParameter.named("flags");
    private static final MergedParameter CREAT_FLAGS = MergedParameter.named("creat_flags");
    private static final MergedParameter DIRFD = MergedParameter.named("dirfd");
    private static final MergedParameter DEVICE = MergedParameter.named("dev");
    private static final MergedParameter INODE = MergedParameter.named("ino");

    private final Paths paths;

    OpenEvents(Paths paths) {
        this.paths = paths;
    }

    void register(Handlers handlers) {
        for (String name : new String[] {"open", "creat", "openat", "openat2"}) {
            handlers.exits(name, this::opened);
        }
        handlers.exits("open_by_handle_at", this::openedByHandle);
    }

    private void opened(Moment moment) {
        ThreadState thread = moment.thread;
        long number = moment.result();
        if (thread == null || number < 0 || !moment.event().has(0)) {
            return;
        }
        // The enter's text wins where it could be read: it is what the file was opened by, while
        // the process may have changed its memory before the exit.
        Event enter = moment.enter;
        byte[] name = nameOf(enter);
        boolean fromEnter = !Paths.isMissing(name);
        long flags = moment.unsigned(FLAGS);
        long dirfd = moment.signed(DIRFD, Paths.AT_FDCWD);
        if (fromEnter && enter != null) {
            flags = FLAGS.isIn(enter, null) ? flags(enter) | (flags & FOUND_OUT) : flags;
            dirfd = DIRFD.isIn(enter, null) ? enter.signed(DIRFD.index(enter)) : dirfd;
        } else {
            name = moment.text(NAME, Bytes.EMPTY);
        }
        FdState fd = new FdState();
        fd.type = (flags & DIRECTORY) != 0 ? FdType.DIRECTORY : FdType.FILE_V2;
        fd.openFlags = (int) flags | layerOfCreat(moment);
        fd.name =
                enter == null
                        ? paths.resolve(thread, dirfd, name)
                        : paths.resolveAsWritten(thread, dirfd, name);
        fd.belowRoot(thread.root().length > 1);
        describe(moment, fd);
        moment.create(number, fd);
    }

    /** A creat has no flags of its own, but two that say where the file lies. */
    private static int layerOfCreat(Moment moment) {
        long flags = moment.unsigned(CREAT_FLAGS, 0);
        return ((flags & CREAT_UPPER_LAYER) != 0 ? FdState.UPPER_LAYER : 0)
                | ((flags & CREAT_LOWER_LAYER) != 0 ? FdState.LOWER_LAYER : 0);
    }

    private static long flags(Event enter) {
        return enter.unsigned(FLAGS.index(enter));
    }

    private static byte[] nameOf(@Nullable Event enter) {
        if (enter == null || !NAME.isIn(enter, null)) {
            return Bytes.EMPTY;
        }
        return Bytes.text(enter, NAME.index(enter), Bytes.EMPTY);
    }

    private void openedByHandle(Moment moment) {
        if (moment.failed()) {
            return;
        }
        FdState fd = new FdState();
        fd.openFlags = (int) moment.unsigned(FLAGS);
        fd.type = (fd.openFlags & DIRECTORY) != 0 ? FdType.DIRECTORY : FdType.FILE_V2;
        fd.name = paths.resolve(Bytes.EMPTY, moment.text(PATH, Bytes.EMPTY));
        describe(moment, fd);
        moment.create(moment.result(), fd);
    }

    private static void describe(Moment moment, FdState fd) {
        fd.device = (int) moment.unsigned(DEVICE);
        fd.inode = moment.unsigned(INODE);
    }
}
