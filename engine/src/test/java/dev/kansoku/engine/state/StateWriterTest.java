// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.golden.Captures;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.ForwardingSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class StateWriterTest {
    private static final String FIELDS =
            "*%evt.rawtime|%evt.cpu|%thread.tid|%evt.dir|%evt.type|%evt.info|%evt.latency|%proc.name"
                + "|%proc.pid|%proc.ppid|%proc.pname|%proc.aname[2]|%proc.exe|%proc.exepath"
                + "|%proc.args|%proc.cwd|%proc.sid|%proc.vpgid|%proc.tty|%proc.vpid|%thread.vtid"
                + "|%proc.nthreads|%proc.fdopencount|%proc.fdlimit|%thread.cgroups"
                + "|%user.uid|%user.name|%user.loginuid|%group.name|%container.id"
                + "|%container.name|%container.image|%proc.env"
                + "|%fd.num|%fd.type|%fd.name|%fd.cip|%fd.sip|%fd.cport|%fd.sport"
                + "|%fd.l4proto|%fd.is_server|%fd.dev|%fd.ino";

    @TempDir Path folder;

    private static TextFormat<EventContext> format() throws FilterException {
        return TextFormat.compile(
                FIELDS,
                new EngineFields(FieldOptions.text().withZone(ZoneOffset.UTC).withNames(false)));
    }

    /** Replays, with a line for each event. */
    private static List<String> lines(EventSource source, EventContext context, List<String> lines)
            throws IOException, FilterException {
        TextFormat<EventContext> format = format();
        TextBuffer out = new TextBuffer();
        new Pipeline(
                        source,
                        context,
                        at -> {
                            out.clear();
                            format.write(at, out);
                            lines.add(
                                    new String(
                                            out.bytes(),
                                            0,
                                            out.length(),
                                            StandardCharsets.ISO_8859_1));
                            return true;
                        })
                .run();
        return lines;
    }

    /** Records from an event on, as if it began there. */
    private static final class Cut extends ForwardingSource {
        private final EventContext context;
        private final ScapWriter writer;
        private final List<String> lines;
        private final long from;
        private long seen;
        private int linesBefore;

        Cut(
                EventSource origin,
                EventContext context,
                ScapWriter writer,
                List<String> lines,
                long from) {
            super(origin);
            this.context = context;
            this.writer = writer;
            this.lines = lines;
            this.from = from;
        }

        @Override
        public boolean next(Event event, StartListener start) throws IOException {
            if (!origin.next(event, start)) {
                return false;
            }
            seen++;
            if (seen == from) {
                linesBefore = lines.size();
                new StateWriter(context.state()).all(event.timestamp(), writer, writer::write);
            }
            if (seen >= from) {
                writer.write(event);
            }
            return true;
        }
    }

    @TestFactory
    Stream<DynamicTest> aCaptureThatBeginsInTheMiddleShowsWhatTheWholeOneShows() {
        return Captures.ALL.stream()
                .filter(name -> !name.equals("bench") && Captures.file(name) != null)
                .map(
                        name ->
                                DynamicTest.dynamicTest(
                                        name,
                                        () -> {
                                            for (double share : new double[] {0.02, 0.4, 0.8}) {
                                                check(name, share);
                                            }
                                        }));
    }

    private void check(String name, double share) throws IOException, FilterException {
        Path capture = Captures.file(name);
        assertThat(capture).isNotNull();
        long all = 0;
        try (ScapSource source = new ScapSource(List.of(capture.toString()))) {
            Event event = new Event();
            while (source.next(event, new StartListener() {})) {
                all++;
            }
        }
        Path part = folder.resolve("part.scap");
        EventContext context = new EventContext();
        List<String> whole = new ArrayList<>();
        int before;
        try (ScapWriter writer = ScapWriter.create(part, ScapWriter.Compression.NONE);
                Cut cut =
                        new Cut(
                                new ScapSource(List.of(capture.toString())),
                                context,
                                writer,
                                whole,
                                (long) (all * share) + 1)) {
            lines(cut, context, whole);
            before = cut.linesBefore;
        }
        List<String> rest;
        try (ScapSource source = new ScapSource(List.of(part.toString()))) {
            rest = lines(source, new EventContext(), new ArrayList<>());
        }
        compare(name + " from " + share, whole.subList(before, whole.size()), rest);
    }

    private static void compare(String what, List<String> expected, List<String> actual) {
        Map<String, Integer> differences = new LinkedHashMap<>();
        Map<String, String> samples = new LinkedHashMap<>();
        String[] names = FIELDS.substring(1).split("\\|");
        int lines = Math.min(expected.size(), actual.size());
        int unequal = 0;
        for (int i = 0; i < lines; i++) {
            if (expected.get(i).equals(actual.get(i))) {
                continue;
            }
            unequal++;
            String[] one = expected.get(i).split("\\|", -1);
            String[] other = actual.get(i).split("\\|", -1);
            for (int j = 0; j < Math.min(names.length, Math.min(one.length, other.length)); j++) {
                if (!one[j].equals(other[j])) {
                    differences.merge(names[j], 1, Integer::sum);
                    samples.putIfAbsent(
                            names[j], one[4] + " " + one[3] + ": " + one[j] + " -> " + other[j]);
                }
            }
        }
        System.out.printf(
                "begun in the middle: %s: %d lines, %d unequal %s %s%n",
                what, lines, unequal, differences, samples);
        assertThat(actual).as(what).hasSameSizeAs(expected);
        assertThat(differences).as(what + " " + samples).isEmpty();
    }
}
