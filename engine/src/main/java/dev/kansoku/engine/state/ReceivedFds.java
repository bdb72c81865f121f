// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.LittleEndian;

/**
 * Fds that come with a message. The receiver's numbers stand in the message's control data, one
 * header after the other, each at a multiple of 8:
 *
 * <pre>
 *   0        8       12     16
 *  +--------+-------+------+-----+-----+- -
 *  | length | level | type | fd  | fd  |        level 1, type 1: fds
 *  +--------+-------+------+-----+-----+- -
 * </pre>
 *
 * <p>What they are open on is not told there: until {@link ToldFds} says so nothing is known of
 * them, except that what had the number before has been closed.
 */
final class ReceivedFds {
    private static final int HEADER = 16;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

    /** The kernel sends no more with one message. */
    private static final int MOST = 253;

    private static final MergedParameter CONTROL = MergedParameter.named("msgcontrol");

    private ReceivedFds() {}

    static void received(Moment moment) {
        if (moment.failed() || !moment.has(CONTROL)) {
            return;
        }
        byte[] control = moment.all(CONTROL, Bytes.EMPTY);
        int left = MOST;
        int at = 0;
        while (at + HEADER <= control.length) {
            long length = LittleEndian.signed(control, at, 8);
            if (length < HEADER || length > Integer.MAX_VALUE - HEADER) {
                return;
            }
            if (LittleEndian.signed(control, at + 8, 4) == SOL_SOCKET
                    && LittleEndian.signed(control, at + 12, 4) == SCM_RIGHTS) {
                int end = (int) Math.min(control.length, at + length);
                for (int i = at + HEADER; i + 4 <= end && left > 0; i += 4, left--) {
                    moment.lose(LittleEndian.signed(control, i, 4));
                }
            }
            long next = at + (length + 7 & ~7L);
            if (next > control.length) {
                return;
            }
            at = (int) next;
        }
    }
}
