// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A capture of twenty calls of two processes, so that the suite stands alone. */
final class MadeCapture {
    private static final long BEGIN = 1_795_300_628_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final String HOSTILE = "\u001b[31mred";

    private MadeCapture() {}

    /** Ten closes of fd 3 by {@code lab} (thread 40), then ten by a thread of a hostile name. */
    static void write(Path file, ScapWriter.Compression compression) throws IOException {
        EventType close = exitOf("close");
        EventBuilder builder = new EventBuilder();
        Event event = new Event();
        try (ScapWriter writer = ScapWriter.create(file, compression)) {
            writer.process(process(40, "lab"));
            writer.process(process(41, HOSTILE));
            for (int i = 0; i < 20; i++) {
                builder.begin(close.code(), BEGIN + i * MILLISECOND, i < 10 ? 40 : 41, 1).number(0);
                byte[] bytes = builder.toBytes();
                event.wrap(bytes, 0, EventHeader.SIZE, 1);
                event.origin(0, 0);
                writer.write(event);
            }
        }
    }

    private static ProcessEntry process(long tid, String comm) {
        ProcessEntry process = new ProcessEntry();
        process.tid = tid;
        process.pid = tid;
        process.ptid = 1;
        process.comm = comm.getBytes(StandardCharsets.UTF_8);
        process.exe = process.comm;
        return process;
    }

    private static EventType exitOf(String name) {
        return EventTable.all().stream()
                .filter(type -> type.isExit() && type.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
