// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.engine.golden.Captures;
import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.MergedSource;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.scap.CaptureIndex;
import dev.kansoku.scap.Resumption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ResumedReplayTest {
    private static final String FIELDS =
            "*%evt.num|%evt.rawtime|%evt.reltime|%evt.deltatime|%evt.cpu|%thread.tid|%evt.dir"
                    + "|%evt.type|%evt.info|%evt.latency|%proc.name|%proc.pid|%proc.ppid"
                    + "|%proc.pname|%proc.aname[2]|%proc.exe|%proc.exepath|%proc.args|%proc.cwd"
                    + "|%proc.sid|%proc.vpgid|%proc.tty|%proc.nthreads|%proc.fdopencount"
                    + "|%thread.cgroups|%user.uid|%user.name|%user.loginuid|%group.name"
                    + "|%container.id|%container.name|%proc.env|%fd.num|%fd.type|%fd.name"
                    + "|%fd.cip|%fd.sip|%fd.cport|%fd.sport|%fd.l4proto|%fd.is_server|%fd.ino";

    @TempDir Path folder;

    /** States every 64 KiB. */
    private static CaptureIndex index(Path capture) throws IOException {
        IndexingState state =
                new IndexingState() {
                    @Override
                    public long spacing() {
                        return 64 * 1024;
                    }
                };
        CaptureIndex.build(capture, state).write();
        return ((CaptureIndex.Found.Valid) CaptureIndex.find(capture)).index();
    }

    @TestFactory
    Stream<DynamicTest> aReplayThatBeginsByAnIndexShowsWhatTheWholeOneShows() {
        return Captures.ALL.stream()
                .filter(name -> !name.equals("bench") && Captures.file(name) != null)
                .map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
    }

    private void check(String name) throws IOException, FilterException {
        Path original = Captures.file(name);
        assertThat(original).isNotNull();
        Path capture = Files.copy(original, folder.resolve(original.getFileName()));
        List<String> whole;
        try (ScapSource source = new ScapSource(List.of(capture.toString()))) {
            whole = lines(source, new EventContext());
        }
        CaptureIndex index = index(capture);
        int resumed = 0;
        for (int share = 1; share < 20 && !whole.isEmpty(); share++) {
            String line = whole.get(whole.size() * share / 20);
            long number = Long.parseLong(line.substring(0, line.indexOf('|')));
            Resumption resumption = index.resumeAtEvent(number);
            if (resumption == null) {
                continue;
            }
            resumed++;
            EventContext context = new EventContext();
            context.resume(resumption.first(), resumption.previous());
            List<String> part;
            try (ScapSource source = new ScapSource(resumption)) {
                part = lines(source, context);
            }
            assertThat(part.getFirst()).matches(first -> number(first) <= number);
            int before = whole.size() - part.size();
            for (int i = 0; i < part.size(); i++) {
                assertThat(told(part.get(i))).isEqualTo(told(whole.get(before + i)));
            }
        }
        if (Files.size(capture) > 200_000) {
            assertThat(resumed).isGreaterThan(10);
        }
    }

    @TestFactory
    Stream<DynamicTest> mergedCapturesThatBeginByTheirIndexesShowWhatTheWholeOnesShow() {
        return Stream.of("web", "new-web", "502Error")
                .filter(name -> Captures.file(name) != null)
                .map(name -> DynamicTest.dynamicTest(name, () -> checkMerged(name)));
    }

    /** A capture merged with itself: each event is followed by its double. */
    private void checkMerged(String name) throws IOException, FilterException {
        Path original = Captures.file(name);
        assertThat(original).isNotNull();
        List<String> files = new ArrayList<>();
        List<CaptureIndex> indexes = new ArrayList<>();
        for (String copy : List.of("a-", "b-")) {
            Path file = Files.copy(original, folder.resolve(copy + original.getFileName()));
            files.add(file.toString());
            indexes.add(index(file));
        }
        List<String> whole;
        try (MergedSource source = new MergedSource(files, true)) {
            whole = lines(source, new EventContext());
        }
        for (int share = 2; share < 10; share++) {
            String line = whole.get(whole.size() * share / 10);
            long time = Long.parseLong(line.split("\\|")[1]);
            Map<Integer, Resumption> places = new HashMap<>();
            places.put(0, indexes.get(0).resumeBeforeTime(time));
            if (share % 2 == 0) { // else one is read from its begin
                places.put(1, indexes.get(1).resumeBeforeTime(time));
            }
            EventContext context = new EventContext();
            context.resume(places.get(0).first(), places.get(0).previous());
            List<String> part;
            try (MergedSource source = new MergedSource(files, places)) {
                part = lines(source, context);
            }
            List<String> wanted = whole.stream().filter(l -> isFrom(l, time)).toList();
            assertThat(wanted).isNotEmpty();
            assertThat(
                            part.stream()
                                    .filter(l -> isFrom(l, time))
                                    .map(ResumedReplayTest::told)
                                    .toList())
                    .isEqualTo(wanted.stream().map(ResumedReplayTest::told).toList());
            assertThat(part.size()).isLessThan(whole.size());
        }
    }

    private static boolean isFrom(String line, long time) {
        return Long.parseLong(line.split("\\|", 3)[1]) >= time;
    }

    /** A line but for the latency of a switch, which is of the call before it. */
    private static String told(String line) {
        return line.replaceFirst("(\\|>\\|switch\\|[^|]*\\|)\\d+", "$1");
    }

    private static long number(String line) {
        return Long.parseLong(line.substring(0, line.indexOf('|')));
    }

    private static List<String> lines(EventSource source, EventContext context)
            throws IOException, FilterException {
        TextFormat<EventContext> format =
                TextFormat.compile(
                        FIELDS,
                        new EngineFields(
                                FieldOptions.text().withZone(ZoneOffset.UTC).withNames(false)));
        TextBuffer out = new TextBuffer();
        List<String> lines = new ArrayList<>();
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
}
