// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.engine.state.SystemState;
import dev.kansoku.event.EventFlag;
import org.jspecify.annotations.Nullable;

/**
 * What a call's event is worth where not all can be told ({@link OnPressure#SHED}). The order is
 * that of {@code recipe.h}.
 */
public enum Worth {
    /** Names and numbers of later events depend on it: it is never shed. */
    STATE,

    /** Bytes are moved, and nothing else changes. */
    READ_WRITE,

    /** Bytes are moved, and the event says who is at a socket's other end. */
    MESSAGE,

    /** Everything else. */
    OTHER;

    /**
     * What a call is worth.
     *
     * @param call null for one of no known number
     * @param state knows what it learns from
     */
    public static Worth of(@Nullable SystemCall call, SystemState state) {
        if (call == null) {
            return OTHER;
        }
        boolean moves =
                call.event().has(EventFlag.READS_FROM_FD)
                        || call.event().has(EventFlag.WRITES_TO_FD);
        if (state.ignores(call.event().code())) {
            return moves ? READ_WRITE : OTHER;
        }
        return moves ? MESSAGE : STATE;
    }
}
