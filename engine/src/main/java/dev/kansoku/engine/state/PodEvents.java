// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import dev.kansoku.event.Event;
import java.util.Arrays;

/** Asynchronous events that tell of pods. */
final class PodEvents {
    private static final byte[] TOLD = Bytes.ascii(PodWriter.EVENT);
    private static final byte[] REMOVED = Bytes.ascii(PodWriter.REMOVED_EVENT);

    private final PodTable pods;

    PodEvents(PodTable pods) {
        this.pods = pods;
    }

    /** An event of this name, which may be about something else. */
    void announced(Moment moment, byte[] name, MergedParameter data) {
        if (Arrays.equals(name, TOLD)) {
            read(moment, data, false);
        } else if (Arrays.equals(name, REMOVED)) {
            read(moment, data, true);
        }
    }

    private void read(Moment moment, MergedParameter parameter, boolean removed) {
        Event event = moment.event();
        int index = parameter.index(event);
        boolean read =
                event.has(index)
                        && PodReader.read(
                                event.bytes(),
                                event.offset(index),
                                event.length(index),
                                (pod, whole) -> {
                                    if (removed) {
                                        pods.remove(pod.uid());
                                    } else {
                                        pods.put(pod);
                                        moment.pod = pod;
                                    }
                                    if (!whole) {
                                        pods.notRead();
                                    }
                                });
        if (!read) {
            pods.notRead();
        }
    }
}
