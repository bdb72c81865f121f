// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.scap.CaptureIndex;
import dev.kansoku.scap.ScapReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** How long it takes to index a capture, and to come to any of its events by the index. */
public final class SeekTimes {
    private static final int SEEKS = 200;
    private static final double MILLION = 1e6;

    private SeekTimes() {}

    /**
     * @param arguments captures
     */
    public static void main(String[] arguments) throws IOException {
        for (String name : arguments) {
            long begin = System.nanoTime();
            CaptureIndex index = CaptureIndex.build(Path.of(name));
            double seconds = (System.nanoTime() - begin) / 1e9;
            long[] nanos = new long[SEEKS];
            Random random = new Random(1);
            Event event = new Event();
            for (int i = 0; i < SEEKS; i++) {
                long number = 1 + random.nextLong(index.events());
                long from = System.nanoTime();
                try (ScapReader reader = index.openAtEvent(number)) {
                    if (!reader.next(event, new StartListener() {}) || event.number() < number) {
                        throw new IllegalStateException("event " + number + " was not found");
                    }
                }
                nanos[i] = System.nanoTime() - from;
            }
            double firstSeek = nanos[0] / MILLION;
            Arrays.sort(nanos);
            System.out.printf(
                    "%s: %d events, %d checkpoints, indexed in %.3f s; %d seeks: first %.1f ms,"
                            + " median %.1f ms, longest %.1f ms%n",
                    name,
                    index.events(),
                    index.checkpointCount(),
                    seconds,
                    SEEKS,
                    firstSeek,
                    nanos[SEEKS / 2] / MILLION,
                    nanos[SEEKS - 1] / MILLION);
        }
    }
}
