// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.TextBuffer;

/** The stacks at an event, which only a live source has. */
final class EventStackFields {
    private EventStackFields() {}

    /** Writes a stack, or says that there is none. */
    private interface Stack {
        boolean write(LiveDetail detail, TextBuffer out);
    }

    static void add(Extractors into) {
        stack(into, "evt.stack.user", LiveDetail::userStack);
        stack(into, "evt.stack.kernel", LiveDetail::kernelStack);
    }

    private static void stack(Extractors into, String name, Stack stack) {
        into.plain(
                name,
                (c, out) -> {
                    LiveDetail detail = c.event().detail();
                    if (detail == null || !stack.write(detail, out.text())) {
                        return false;
                    }
                    out.textDone();
                    return true;
                });
    }
}
