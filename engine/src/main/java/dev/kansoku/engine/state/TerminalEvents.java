// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

/**
 * The controlling terminal of a session, taken and given up by ioctl. A terminal that is taken by
 * opening it is told by the next execution.
 */
final class TerminalEvents {
    private static final int TIOCSCTTY = 0x540e;
    private static final int TIOCNOTTY = 0x5422;

    private static final byte[] PTS = Bytes.ascii("/dev/pts/");
    private static final byte[] SERIAL = Bytes.ascii("/dev/ttyS");
    private static final byte[] CONSOLE = Bytes.ascii("/dev/tty");

    /** The first of the eight major numbers of pseudo terminals, of 256 each. */
    private static final int PTS_MAJOR = 136;

    private static final int TTY_MAJOR = 4;
    private static final int FIRST_SERIAL = 64;
    private static final int MOST_DIGITS = 6;

    private static final MergedParameter REQUEST = MergedParameter.named("request");

    void register(Handlers handlers) {
        handlers.exits("ioctl", TerminalEvents::controlled);
    }

    private static void controlled(Moment moment) {
        ThreadState thread = moment.thread;
        if (thread == null) {
            return;
        }
        long request = moment.unsigned(REQUEST);
        if ((request == TIOCSCTTY || request == TIOCNOTTY) && !moment.failed()) {
            ThreadState process = thread.process();
            if (request == TIOCSCTTY) {
                take(process, moment);
            } else {
                giveUp(process, moment.timestamp());
            }
        }
    }

    private static void take(ThreadState process, Moment moment) {
        FdState fd = moment.fd();
        long tty = fd == null ? 0 : device(fd.name());
        if (tty != 0) {
            process.tty = tty;
            process.ttyTold = moment.timestamp();
        }
    }

    /** Who leads the session gives it up for all of them. */
    private static void giveUp(ThreadState process, long timestamp) {
        if (process.session != null && process.sid == process.vpid) {
            process.session.hungUp = timestamp;
        }
        process.tty = 0;
        process.ttyTold = timestamp;
    }

    /** The device number of a terminal as the kernel encodes it, by its name; 0 for others. */
    static long device(byte[] name) {
        long number = number(name, PTS);
        if (number >= 0) {
            return encode(PTS_MAJOR + (number >> 8), number & 0xff);
        }
        number = number(name, SERIAL);
        if (number >= 0) {
            return encode(TTY_MAJOR, FIRST_SERIAL + number);
        }
        number = number(name, CONSOLE);
        return number > 0 && number < FIRST_SERIAL ? encode(TTY_MAJOR, number) : 0;
    }

    private static long number(byte[] name, byte[] prefix) {
        int digits = name.length - prefix.length;
        if (digits < 1 || digits > MOST_DIGITS) {
            return -1;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (name[i] != prefix[i]) {
                return -1;
            }
        }
        long number = 0;
        for (int i = prefix.length; i < name.length; i++) {
            if (name[i] < '0' || name[i] > '9') {
                return -1;
            }
            number = number * 10 + name[i] - '0';
        }
        return number;
    }

    private static long encode(long major, long minor) {
        return (minor & 0xff) | (major << 8) | ((minor & ~0xffL) << 12);
    }
}
