// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.event.LiveDetail;
import dev.kansoku.event.Truth;

/** Whether what a call names is what the kernel worked with, which only a live source knows. */
final class EventTruthFields {
    private EventTruthFields() {}

    static void add(Extractors into) {
        into.plain(
                "evt.toctou",
                (c, out) -> {
                    LiveDetail detail = c.event().detail();
                    if (detail == null || detail.truth() == Truth.UNKNOWN) {
                        return false;
                    }
                    return EventFields.bool(detail.truth() == Truth.CHANGED, out);
                });
        into.plain(
                "evt.object",
                (c, out) -> {
                    LiveDetail detail = c.event().detail();
                    if (detail == null || !detail.object(out.text())) {
                        return false;
                    }
                    out.textDone();
                    return true;
                });
    }
}
