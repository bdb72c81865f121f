// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.ptrace;

import dev.kansoku.capture.Payload;
import dev.kansoku.capture.Recipe;
import dev.kansoku.capture.SystemCall;
import dev.kansoku.capture.Worth;
import org.jspecify.annotations.Nullable;

/**
 * How much is kept of a call's bytes, by the rules of a payload. The tracing thread asks, another
 * may change the payload.
 */
final class SnapLengths {
    private static final int NONE = -1;

    private final SocketParts sockets;
    private volatile Rules rules;

    /** A payload, with its ports laid out. */
    @SuppressWarnings("ArrayRecordComponent") // looked up, never compared
    private record Rules(Payload payload, int[] byPort) {
        static Rules of(Payload payload) {
            return new Rules(payload, payload.byPort());
        }
    }

    SnapLengths(Payload payload, SocketParts sockets) {
        this.rules = Rules.of(payload);
        this.sockets = sockets;
    }

    void set(Payload payload) {
        rules = Rules.of(payload);
    }

    /**
     * How many bytes of a buffer are kept of a call.
     *
     * @param row the call's row
     * @param worth tells the calls that move bytes from others
     */
    int of(Call call, @Nullable SystemCall row, Worth worth) {
        Rules now = rules;
        Payload payload = now.payload();
        if (row == null || (worth != Worth.READ_WRITE && worth != Worth.MESSAGE)) {
            return payload.snapLength();
        }
        int fd = (int) call.argument(0);
        for (Payload.Whole one : payload.whole()) {
            if (one.pid() == call.pid() && (one.fd() == fd || one.fd() < 0)) {
                return Payload.LONGEST;
            }
        }
        boolean asked =
                worth == Worth.MESSAGE ? !payload.ports().isEmpty() : payload.hasPortsOfReads();
        if (!asked) {
            return payload.snapLength();
        }
        int most = NONE;
        for (int port : sockets.ports(call, fd, address(row))) {
            most = Math.max(most, now.byPort()[port]);
        }
        return most == NONE ? payload.snapLength() : most;
    }

    /** Where a message's address is, as its recipe says. */
    private static String address(SystemCall row) {
        for (Recipe recipe : row.recipes()) {
            if (recipe.kind().equals("tuple")) {
                return recipe.operand(2);
            }
        }
        return "";
    }
}
