// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.BroughtFds;
import dev.kansoku.capture.process.ProcessReader;
import dev.kansoku.event.LittleEndian;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.ToldFd;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Finds the fds that a call has brought, and says with /proc's words what each is open on: the
 * caller is stopped behind its call, so that they are as the call left them.
 */
final class FdTeller {
    private static final int CONTROL_AT = 32;
    private static final int MESSAGE_SIZE = 64;
    private static final int MAX_CONTROL = 20_480;
    private static final int MAX_MESSAGES = 64;
    private static final int HEADER = 16;
    private static final long SOL_SOCKET_AND_RIGHTS = 1L << 32 | 1;

    /** The kernel sends no more with one message. */
    private static final int MAX_FDS = 253;

    private static final int MEMORY = "/memfd:".length();
    private static final String DELETED = " (deleted)";

    private final UserMemory user;
    private final ProcessReader reader;

    FdTeller(UserMemory user, ProcessReader reader) {
        this.user = user;
        this.reader = reader;
    }

    /** Hands over the data of one event for each fd that the call has brought. */
    void tell(BroughtFds brought, Call call, Consumer<byte[]> to) {
        if (call.failed()) {
            return;
        }
        switch (brought) {
            case NONE -> {
                // its event says all
            }
            case RESULT -> tell(call, (int) call.result(), to);
            case MESSAGE -> received(call, call.argument(1), to);
            case MESSAGES -> {
                long count = Math.min(call.result(), MAX_MESSAGES);
                for (int i = 0; i < count; i++) {
                    received(call, call.argument(1) + (long) i * MESSAGE_SIZE, to);
                }
            }
        }
    }

    private void received(Call call, long message, Consumer<byte[]> to) {
        byte[] ends = user.bytes(call, message + CONTROL_AT, 16);
        if (ends.length < 16) {
            return;
        }
        long size = LittleEndian.signed(ends, 8, 8);
        if (size < HEADER) {
            return;
        }
        byte[] control =
                user.bytes(
                        call, LittleEndian.signed(ends, 0, 8), (int) Math.min(size, MAX_CONTROL));
        int left = MAX_FDS;
        long at = 0;
        while (at + HEADER <= control.length) {
            long length = LittleEndian.signed(control, (int) at, 8);
            if (length < HEADER || length > MAX_CONTROL) {
                return;
            }
            if (LittleEndian.signed(control, (int) at + 8, 8) == SOL_SOCKET_AND_RIGHTS) {
                long end = Math.min(control.length, at + length);
                for (long i = at + HEADER; i + 4 <= end && left > 0; i += 4, left--) {
                    tell(call, (int) LittleEndian.signed(control, (int) i, 4), to);
                }
            }
            at += length + 7 & ~7L;
        }
    }

    private void tell(Call call, int number, Consumer<byte[]> to) {
        FdEntry fd = reader.readFd(call.pid(), number);
        if (fd == null) {
            return;
        }
        long pid = fd.type() == FdType.PIDFD ? reader.pidOf(call.pid(), number) : -1;
        to.accept(ToldFd.write(fd.type() == FdType.MEMFD ? named(fd) : fd, pid));
    }

    /** A file in memory goes by the name that it was made with. */
    private static FdEntry named(FdEntry fd) {
        String name = new String(fd.name(), StandardCharsets.ISO_8859_1);
        int end = name.endsWith(DELETED) ? name.length() - DELETED.length() : name.length();
        return new FdEntry(
                fd.number(),
                fd.inode(),
                fd.type(),
                name.substring(Math.min(MEMORY, end), end).getBytes(StandardCharsets.ISO_8859_1),
                fd.flags(),
                fd.device(),
                fd.socket());
    }
}
