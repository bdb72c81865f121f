// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.IndexingState;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.scap.CaptureIndex;
import dev.kansoku.scap.Resumption;
import dev.kansoku.scap.ScapReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * How long it takes to index a capture, and to come to any of its events by the index, without and
 * with the state of the system there.
 */
public final class SeekTimes {
    private static final int SEEKS = 200;
    private static final double MILLION = 1e6;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private SeekTimes() {}

    private interface Seek {
        void to(long number) throws IOException;
    }

    /**
     * @param arguments captures
     */
    public static void main(String[] arguments) throws IOException {
        for (String name : arguments) {
            Path file = Path.of(name);
            long begin = System.nanoTime();
            long cpu = THREADS.getCurrentThreadCpuTime();
            CaptureIndex built = CaptureIndex.build(file, new IndexingState());
            System.out.printf(
                    "%s: %d events, %d checkpoints, %d states, indexed in %.3f s (%.3f s of the"
                            + " thread)%n",
                    name,
                    built.events(),
                    built.checkpointCount(),
                    built.stateCount(),
                    (System.nanoTime() - begin) / 1e9,
                    (THREADS.getCurrentThreadCpuTime() - cpu) / 1e9);
            built.write();
            CaptureIndex index = ((CaptureIndex.Found.Valid) CaptureIndex.find(file)).index();
            measure("with the state", index, number -> resume(index, number));
            measure("the event alone", index, number -> find(index, number));
        }
    }

    private static void measure(String what, CaptureIndex index, Seek seek) throws IOException {
        long[] nanos = new long[SEEKS];
        long[] cpu = new long[SEEKS];
        Random random = new Random(1);
        for (int i = 0; i < SEEKS; i++) {
            long number = 1 + random.nextLong(index.events());
            long from = System.nanoTime();
            long cpuFrom = THREADS.getCurrentThreadCpuTime();
            seek.to(number);
            cpu[i] = THREADS.getCurrentThreadCpuTime() - cpuFrom;
            nanos[i] = System.nanoTime() - from;
        }
        System.out.printf(
                "  %d seeks, %s: first %.1f ms, %s; of the thread: first %.1f ms, %s%n",
                SEEKS, what, nanos[0] / MILLION, middle(nanos), cpu[0] / MILLION, middle(cpu));
    }

    private static String middle(long[] nanos) {
        Arrays.sort(nanos);
        return String.format(
                "median %.1f ms, longest %.1f ms",
                nanos[SEEKS / 2] / MILLION, nanos[SEEKS - 1] / MILLION);
    }

    private static void find(CaptureIndex index, long number) throws IOException {
        Event event = new Event();
        try (ScapReader reader = index.openAtEvent(number)) {
            if (!reader.next(event, new StartListener() {}) || event.number() < number) {
                throw new IllegalStateException("event " + number + " was not found");
            }
        }
    }

    private static void resume(CaptureIndex index, long number) throws IOException {
        EventContext context = new EventContext();
        Resumption resumption = index.resumeAtEvent(number);
        if (resumption != null) {
            context.resume(resumption.first(), resumption.previous());
        }
        try (ScapSource source =
                resumption == null
                        ? new ScapSource(List.of(index.capture().toString()))
                        : new ScapSource(resumption)) {
            new Pipeline(source, context, at -> at.event().number() >= number, null, at -> false)
                    .run();
        }
        if (context.event().number() < number - 20) {
            throw new IllegalStateException("event " + number + " was not found");
        }
    }
}
