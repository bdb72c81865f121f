// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.BroughtFds;
import dev.kansoku.capture.EnterEvent;
import dev.kansoku.capture.Payload;
import dev.kansoku.capture.SystemCall;
import dev.kansoku.capture.SystemCallTable;
import dev.kansoku.capture.Worth;
import dev.kansoku.capture.process.ProcessReader;
import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.start.ToldFd;
import dev.kansoku.ffi.Native;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes events of what the tracer sees, and puts them into the queue. */
final class EventMaker implements AutoCloseable {
    private static final long UNKNOWN = -1;
    private static final int GENERIC_ENTER = 0;
    private static final int GENERIC = 1;
    private static final int PROCEXIT = 186;
    private static final int SIGNAL_DELIVER = 232;

    /** A struct mmsghdr, and where in it stands what was sent or received. */
    private static final int MESSAGE_SIZE = 64;

    private static final int MESSAGE_LENGTH_AT = 56;

    /** The kernel takes no more with one call. */
    private static final int MOST_MESSAGES = 1024;

    private final @Nullable SystemCall[] calls = SystemCallTable.byNumber(Native.ARCHITECTURE);
    private final @Nullable List<Part>[] parts;

    /** Of beginnings; made when they are first needed, since most captures need none. */
    private final @Nullable Beginning[] beginnings =
            new @Nullable Beginning[SystemCallTable.NUMBERS];

    private final Parts maker;
    private final BroughtFds[] brought;
    private final SocketParts sockets;
    private final SnapLengths snapLengths;
    private final Worth[] worths;
    private final FdTeller teller;
    private final UserMemory user;
    private final Call call;
    private final EventBuilder builder = new EventBuilder();
    private final Event event = new Event();
    private final EventQueue queue;
    private final long epoch;
    private boolean mute;

    /** The event of a call's beginning, and what makes its parameters. */
    private record Beginning(int code, List<Part> parts) {}

    EventMaker(EventQueue queue, UserMemory user, ProcessReader reader, Payload payload) {
        this.queue = queue;
        this.user = user;
        this.call = new Call(reader);
        this.sockets = new SocketParts(user);
        Instant now = Instant.now();
        this.epoch = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
        @SuppressWarnings({"unchecked", "rawtypes"})
        @Nullable List<Part>[] ready = new List[calls.length];
        this.maker = new Parts(user, sockets);
        for (int i = 0; i < calls.length; i++) {
            SystemCall row = calls[i];
            ready[i] = row == null ? null : maker.of(row);
        }
        this.parts = ready;
        this.snapLengths = new SnapLengths(payload, sockets);
        SystemState state = new SystemState();
        this.worths = new Worth[calls.length];
        for (int i = 0; i < calls.length; i++) {
            worths[i] = Worth.of(calls[i], state);
        }
        this.teller = new FdTeller(user, reader);
        this.brought = new BroughtFds[calls.length];
        for (int i = 0; i < calls.length; i++) {
            SystemCall row = calls[i];
            brought[i] = row == null ? BroughtFds.NONE : BroughtFds.of(row.name());
        }
    }

    /** Keeps so much of what is read and written from now on. Safe from every thread. */
    void keep(Payload payload) {
        snapLengths.set(payload);
    }

    UserMemory memory() {
        return user;
    }

    /** The row of a call, or null for an unknown one. */
    @Nullable SystemCall row(long number) {
        return number < 0 || number >= calls.length ? null : calls[(int) number];
    }

    /** A call begins. */
    void entered(int pid, int tid, Call.Entry entry) {
        call.begin(pid, tid, entry);
        SystemCall row = row(entry.number());
        if (row == null) {
            builder.begin(GENERIC_ENTER, now(), tid).number(0).number(entry.number());
        } else {
            Beginning beginning = beginning(row, (int) entry.number());
            call.snapLength(snapLengths.of(call, row, worths[(int) entry.number()]));
            builder.begin(beginning.code, now(), tid);
            for (Part part : beginning.parts) {
                part.put(call, builder);
            }
        }
        deliver(UNKNOWN);
    }

    private Beginning beginning(SystemCall row, int number) {
        Beginning known = beginnings[number];
        if (known == null) {
            EnterEvent enter = EnterEvent.of(row);
            known = new Beginning(enter.type().code(), maker.of(enter));
            beginnings[number] = known;
        }
        return known;
    }

    /**
     * A call has returned.
     *
     * @param enteredNanos when it was entered, by {@link System#nanoTime}, or 0 where that is not
     *     known
     */
    void returned(int pid, int tid, Call.Entry entry, long enteredNanos, long result) {
        long latency = enteredNanos == 0 ? UNKNOWN : System.nanoTime() - enteredNanos;
        call.set(pid, tid, entry, result);
        SystemCall row = row(entry.number());
        List<Part> steps = row == null ? null : parts[(int) entry.number()];
        if (row == null || steps == null) {
            builder.begin(GENERIC, now(), tid).number(0).number(entry.number());
        } else {
            call.snapLength(snapLengths.of(call, row, worths[(int) entry.number()]));
            long messages = row.tellsEachMessage() ? Math.min(result, MOST_MESSAGES) : 0;
            for (int i = 0; i < messages - 1; i++) {
                call.narrow(message(entry, i), messageLength(entry, i));
                put(row, steps, tid);
                deliver(latency);
            }
            if (messages > 0) {
                int last = (int) messages - 1;
                call.narrow(message(entry, last), messageLength(entry, last));
            }
            put(row, steps, tid);
            call.narrow(entry, result);
        }
        deliver(latency);
        if (row != null && brought[(int) entry.number()] != BroughtFds.NONE) {
            teller.tell(brought[(int) entry.number()], call, data -> told(tid, data));
        }
    }

    private void put(SystemCall row, List<Part> steps, int tid) {
        builder.begin(row.event().code(), now(), tid);
        for (Part part : steps) {
            part.put(call, builder);
        }
    }

    /** The call as it were with one of its messages alone. */
    private static Call.Entry message(Call.Entry entry, int index) {
        long[] arguments = entry.arguments().clone();
        arguments[1] += (long) index * MESSAGE_SIZE;
        return new Call.Entry(entry.number(), arguments, null, false);
    }

    private long messageLength(Call.Entry entry, int index) {
        long at = entry.arguments()[1] + (long) index * MESSAGE_SIZE + MESSAGE_LENGTH_AT;
        return user.has(call, at, 4) ? user.view().intAt(0) & 0xffffffffL : 0;
    }

    private void told(int tid, byte[] data) {
        builder.begin(BroughtFds.EVENT, now(), tid).number(0).text(ToldFd.EVENT_NAME).bytes(data);
        deliver(UNKNOWN);
    }

    /** A thread ends; {@code status} is that of wait(2). */
    void ended(int tid, long status, long reaper) {
        builder.begin(PROCEXIT, now(), tid)
                .number(status)
                .number(status >> 8 & 0xff)
                .number(status & 0x7f)
                .number(status >> 7 & 1)
                .number(reaper);
        deliver(UNKNOWN);
    }

    /** A signal is about to reach a thread. */
    void signalled(int tid, int sender, int receiver, int signal) {
        builder.begin(SIGNAL_DELIVER, now(), tid).number(sender).number(receiver).number(signal);
        deliver(UNKNOWN);
    }

    @Override
    public void close() {
        sockets.close();
    }

    private long now() {
        return epoch + System.nanoTime();
    }

    /** Tells nothing any more. */
    void mute() {
        mute = true;
    }

    private void deliver(long latency) {
        if (mute) {
            return;
        }
        builder.finish(event);
        queue.put(event, latency);
    }
}
