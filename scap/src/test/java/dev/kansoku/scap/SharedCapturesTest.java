// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.Event;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SharedCapturesTest {
    private static final StartListener NOBODY = new StartListener() {};

    /** What tshark cannot count, and what no tool has counted. */
    private static final long SYSCALL_EVENTS = 368;

    private static final long BENCH_COMPAT_EVENTS = 1_751_201;

    @TestFactory
    Stream<DynamicTest> readsAsManyEventsAsAnotherReaderCounts() throws IOException {
        return SharedCaptures.all().stream()
                .map(
                        capture ->
                                DynamicTest.dynamicTest(
                                        capture.getFileName().toString(), () -> check(capture)));
    }

    private static void check(Path capture) throws IOException {
        try (ScapReader reader = ScapReader.open(capture)) {
            Event event = new Event();
            long events = 0;
            while (reader.next(event, NOBODY)) {
                events++;
                assertThat(event.number()).isEqualTo(events);
            }
            assertThat(reader.damages()).isEmpty();
            assertThat(reader.unknownTypes()).isZero();
            assertThat(events).isEqualTo(expected(capture));
        }
    }

    private static long expected(Path capture) throws IOException {
        String name = capture.getFileName().toString();
        if (name.startsWith("bench-compat")) {
            return BENCH_COMPAT_EVENTS;
        }
        if (name.startsWith("syscall")) {
            return SYSCALL_EVENTS;
        }
        for (String line :
                Files.readAllLines(SharedCaptures.goldens(capture).resolve("counts.tsv"))) {
            if (line.startsWith("tshark_packets\t")) {
                return Long.parseLong(line.substring("tshark_packets\t".length()));
            }
        }
        throw new IllegalStateException("no count for " + capture);
    }
}
