// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.golden.Captures;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitsOnlyTest {
    private static final int CLOSE = 4;
    private static final StartListener NOBODY = new StartListener() {};

    /** Kinds that the other reader adds of its own, or keeps to itself. */
    private static final List<String> OTHERS_OWN =
            List.of("procinfo", "container", "asyncevent", "useradded", "groupadded");

    @ParameterizedTest
    @ValueSource(strings = {"files", "net", "procs", "web", "shell"})
    void aCaptureOfBothHasTheEventsThatTheNewestReaderMakesOfIt(String capture) throws IOException {
        Path file = Captures.file(capture);
        Assumptions.assumeTrue(file != null, "no captures beside the project");
        Map<String, Long> counts = counts(file);
        Map<String, Long> expected = new TreeMap<>();
        for (String line :
                Files.readAllLines(file.resolveSibling(capture).resolve("sinsp-head.txt"))) {
            String[] cells = line.split("\t", -1);
            if (!line.startsWith("#") && !OTHERS_OWN.contains(cells[0])) {
                String kind = cells[0] + " " + cells[1];
                // it names generic events by their calls
                kind = counts.containsKey(kind) ? kind : "syscall <";
                expected.merge(kind, Long.parseLong(cells[2]), Long::sum);
            }
        }
        assertThat(counts).isEqualTo(expected);
    }

    private static Map<String, Long> counts(Path file) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (ExitsOnly source = new ExitsOnly(new ScapSource(List.of(file.toString())))) {
            Event event = new Event();
            while (source.next(event, NOBODY)) {
                EventType type = event.type();
                if (!OTHERS_OWN.contains(type.name())) {
                    counts.merge(type.name() + (type.isExit() ? " <" : " >"), 1L, Long::sum);
                }
            }
        }
        return counts;
    }

    @Test
    void anExitTakesWhatOnlyItsEnterSaid() throws IOException {
        EventBuilder builder = new EventBuilder();
        byte[] enter = builder.begin(CLOSE, 10, 7, 1).number(5).toBytes();
        byte[] other = builder.begin(CLOSE, 11, 8, 1).number(6).toBytes();
        byte[] exit = builder.begin(CLOSE + 1, 12, 7, 1).number(-9).toBytes();
        ListSource events = new ListSource(List.of(enter, other, exit));
        try (ExitsOnly source = new ExitsOnly(events)) {
            Event event = new Event();
            assertThat(source.next(event, NOBODY)).isTrue();
            assertThat(event.code()).isEqualTo(CLOSE + 1);
            assertThat(event.parameterCount()).isEqualTo(2);
            assertThat(event.signed(0)).isEqualTo(-9);
            assertThat(event.signed(1)).isEqualTo(5);
            assertThat(event.timestamp()).isEqualTo(12);
            assertThat(event.number()).isEqualTo(3);
            assertThat(source.next(event, NOBODY)).isFalse();
            assertThat(source.folded()).isEqualTo(2);
            assertThat(source.unfinished()).isEqualTo(1);
        }
    }

    @Test
    void anExitWhoseEnterIsMissingStaysAsItIs() throws IOException {
        byte[] exit = new EventBuilder().begin(CLOSE + 1, 12, 7, 1).number(0).toBytes();
        try (ExitsOnly source = new ExitsOnly(new ListSource(List.of(exit)))) {
            Event event = new Event();
            assertThat(source.next(event, NOBODY)).isTrue();
            assertThat(event.parameterCount()).isEqualTo(1);
        }
    }

    @Test
    void entersOfExitsThatNobodyAsksForStay() throws IOException {
        EventBuilder builder = new EventBuilder();
        byte[] enter = builder.begin(CLOSE, 10, 7, 1).number(5).toBytes();
        byte[] exit = builder.begin(CLOSE + 1, 12, 7, 1).number(0).toBytes();
        BitSet others = new BitSet();
        others.set(CLOSE + 3);
        try (ExitsOnly source = new ExitsOnly(new ListSource(List.of(enter, exit)), others)) {
            Event event = new Event();
            assertThat(source.next(event, NOBODY)).isTrue();
            assertThat(event.code()).isEqualTo(CLOSE);
            assertThat(source.next(event, NOBODY)).isTrue();
            assertThat(event.parameterCount()).isEqualTo(1);
            assertThat(source.folded()).isZero();
        }
    }

    /** Events as bytes, numbered from 1. */
    private static final class ListSource implements EventSource {
        private final List<byte[]> events;
        private int next;

        ListSource(List<byte[]> events) {
            this.events = events;
        }

        @Override
        public boolean next(Event event, StartListener start) {
            if (next == events.size()) {
                return false;
            }
            byte[] bytes = events.get(next++);
            int count = bytes[EventHeader.PARAMETER_COUNT];
            event.wrap(bytes, 0, EventHeader.SIZE, count);
            event.number(next);
            return true;
        }

        @Override
        public Losses losses() {
            return Losses.NONE;
        }

        @Override
        public void close() {}
    }
}
