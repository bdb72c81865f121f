// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Makes a capture of so many events of so many threads: each thread opens one of ten files, reads
 * six times and closes it; which thread is next is left to chance, always the same.
 */
public final class MadeEvents {
    private static final long BEGIN = 1_795_300_628_000_000_000L;
    private static final long MICROSECOND = 1_000L;
    private static final int FIRST_THREAD = 100;
    private static final int CALLS_OF_A_ROUND = 8;
    private static final byte[] DATA = new byte[80];

    private MadeEvents() {}

    /**
     * @param arguments the number of events, that of threads, and the file to make
     */
    public static void main(String[] arguments) throws IOException {
        int events = Integer.parseInt(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        EventType openat = SampleEvents.exit("openat");
        EventType read = SampleEvents.exit("read");
        EventType close = SampleEvents.exit("close");
        SplittableRandom chance = new SplittableRandom(1);
        byte[] calls = new byte[threads];
        EventBuilder builder = new EventBuilder();
        Event event = new Event();
        try (ScapWriter writer =
                ScapWriter.create(Path.of(arguments[2]), ScapWriter.Compression.NONE)) {
            for (int thread = 0; thread < threads; thread++) {
                writer.process(process(thread));
            }
            for (int i = 0; i < events; i++) {
                int thread = chance.nextInt(threads);
                int call = calls[thread]++ % CALLS_OF_A_ROUND;
                long time = BEGIN + i * MICROSECOND;
                int parameters = 2;
                if (call == 0) {
                    parameters = 5;
                    builder.begin(openat.code(), time, FIRST_THREAD + thread, parameters);
                    builder.number(3).number(-100).text("/etc/file" + i % 10).number(1).number(0);
                } else if (call < CALLS_OF_A_ROUND - 1) {
                    builder.begin(read.code(), time, FIRST_THREAD + thread, parameters);
                    builder.number(DATA.length).bytes(DATA);
                } else {
                    parameters = 1;
                    builder.begin(close.code(), time, FIRST_THREAD + thread, parameters).number(0);
                }
                event.wrap(builder.toBytes(), 0, EventHeader.SIZE, parameters);
                event.origin(0, 0);
                writer.write(event);
            }
        }
    }

    private static ProcessEntry process(int thread) {
        ProcessEntry process = new ProcessEntry();
        process.tid = (long) FIRST_THREAD + thread;
        process.pid = process.tid;
        process.ptid = 1;
        process.comm = ("program" + thread % 50).getBytes(StandardCharsets.UTF_8);
        process.exe = process.comm;
        return process;
    }
}
