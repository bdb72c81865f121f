// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The event at hand and what it is about, as handlers of events see and change it. Parameters are
 * asked for by name and come from the event or its enter.
 */
final class Moment {
    private Event event = new Event();
    @Nullable Event enter;
    @Nullable ThreadState thread;

    /**
     * The call at hand began after this, nanoseconds since the epoch: at its enter where that was
     * seen, else after the thread's call before it; 0 unknown.
     */
    long callBegan;

    /**
     * Whether beginnings of calls are told to be seen early, beside ends that tell all: an older
     * capture has them for what its ends do not tell.
     */
    boolean early;

    /** What {@code fd.num} shows, -1 for none. */
    long fdNumber = -1;

    /** The container that the event describes, null where it describes none. */
    @Nullable ContainerState container;

    /** The pod that the event describes, null where it describes none. */
    @Nullable PodState pod;

    private @Nullable FdState fd;
    private boolean fdKnown;

    /** What the event's fd was called before the event. */
    private byte[] nameBefore = Bytes.EMPTY;

    private boolean handled;

    void move(Event event) {
        this.event = event;
        enter = null;
        thread = null;
        callBegan = 0;
        fdNumber = -1;
        container = null;
        pod = null;
        handled = false;
        fd = null;
        fdKnown = false;
    }

    Event event() {
        return event;
    }

    long timestamp() {
        return event.timestamp();
    }

    /** What the call returned: the first parameter. */
    long result() {
        return event.signed(0);
    }

    boolean failed() {
        return event.parameterCount() == 0 || event.length(0) == 0 || event.signed(0) < 0;
    }

    /** The fd the event acts on, as it is now. */
    @Nullable FdState fd() {
        if (!fdKnown) {
            fdKnown = true;
            fd = thread == null || fdNumber < 0 ? null : thread.fds().get(fdNumber);
        }
        return fd;
    }

    /** Asks a question as if the event were of another thread and fd. */
    boolean asIfOf(ThreadState other, @Nullable FdState otherFd, BooleanSupplier question) {
        ThreadState mine = thread;
        FdState mineFd = fd();
        long mineNumber = fdNumber;
        try {
            thread = other;
            fd = otherFd;
            fdNumber = otherFd == null ? -1 : otherFd.number();
            return question.getAsBoolean();
        } finally {
            thread = mine;
            fd = mineFd;
            fdNumber = mineNumber;
        }
    }

    /** What follows may name the event's fd. */
    void begin() {
        handled = true;
        FdState known = thread == null || fdNumber < 0 ? null : thread.fds().get(fdNumber);
        nameBefore = known == null ? Bytes.EMPTY : known.name;
    }

    /** Whether the event's fd is called otherwise than before the event. */
    boolean nameChanged() {
        FdState now = fd();
        return handled
                && now != null
                && now.name != nameBefore
                && !Arrays.equals(now.name, nameBefore);
    }

    /** The fd the event acts on, to be changed. */
    @Nullable FdState ownFd() {
        fd = thread == null || fdNumber < 0 ? null : thread.fds().own(fdNumber);
        fdKnown = true;
        return fd;
    }

    /** A new fd of the event's process, which the event is about from now on. */
    void create(long number, FdState created) {
        boolean fresh = created.stream == 0;
        if (fresh) {
            created.opened = timestamp();
        }
        if (thread != null && number >= 0 && thread.fds().put(number, created)) {
            fdNumber = number;
            nameBefore = fresh ? Bytes.EMPTY : created.name;
            fd = created;
            fdKnown = true;
        }
    }

    /**
     * A new fd of the event's process, of which nothing is known: what had its number is closed.
     */
    void lose(long number) {
        if (thread != null) {
            thread.fds().remove(number);
            fdKnown = false;
        }
    }

    void about(long number) {
        fdNumber = number;
        fdKnown = false;
    }

    /** The event that has the parameter: that at hand, its enter, or none. */
    @Nullable Event holder(MergedParameter parameter) {
        return parameter.holder(event, enter);
    }

    boolean has(MergedParameter parameter) {
        return parameter.isIn(event, enter);
    }

    long signed(MergedParameter parameter) {
        Event holder = parameter.holder(event, enter);
        return holder == null ? 0 : holder.signed(parameter.index(holder));
    }

    long unsigned(MergedParameter parameter) {
        Event holder = parameter.holder(event, enter);
        return holder == null ? 0 : holder.unsigned(parameter.index(holder));
    }

    /** Like {@link #signed}, {@code otherwise} where the parameter is missing. */
    long signed(MergedParameter parameter, long otherwise) {
        return has(parameter) ? signed(parameter) : otherwise;
    }

    long unsigned(MergedParameter parameter, long otherwise) {
        return has(parameter) ? unsigned(parameter) : otherwise;
    }

    /** The text, empty where it is missing; {@code like} itself where it is the same. */
    byte[] text(MergedParameter parameter, byte[] like) {
        Event holder = parameter.holder(event, enter);
        return holder == null ? Bytes.EMPTY : Bytes.text(holder, parameter.index(holder), like);
    }

    byte[] all(MergedParameter parameter, byte[] like) {
        Event holder = parameter.holder(event, enter);
        return holder == null ? Bytes.EMPTY : Bytes.all(holder, parameter.index(holder), like);
    }
}
