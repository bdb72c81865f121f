// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Buffers;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.OnPressure;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.format.TextFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left out where events are made faster than they are read, and in which order. */
@Timeout(60)
class EbpfPressureTest {
    private static final EngineFields FIELDS = new EngineFields(FieldOptions.text());
    private static final Pattern LEVEL =
            Pattern.compile("kansoku.pressure data=level=(\\d) .*? cpu=(\\d+) ");

    private static final long SMALL = 1 << 20;
    private static final long LARGE = 64 << 20;

    /** Lines for the user while a capture ran. */
    private final List<String> notes = new ArrayList<>();

    @TempDir Path folder;

    @BeforeEach
    void clear() {
        notes.clear();
    }

    @Test
    void payloadIsShedFirstThenReadsAndWritesThenOthersAndEachIsCounted() throws Exception {
        assertThat(folder.resolve("go").toFile().mkdir()).isTrue();
        Recording whole = Recording.of(open(calls(), LARGE, OnPressure.SHED));
        assertThat(whole.full).isZero();
        assertThat(whole.shed.isAny()).isFalse();
        LiveSource source = open(calls(), SMALL, OnPressure.SHED);
        awaitEnd(source);
        Recording rest = Recording.of(source);

        List<String> levels = new ArrayList<>();
        int told = 0;
        int withoutPayload = 0;
        for (Recording.Line line : rest.lines) {
            var level = LEVEL.matcher(line.arguments());
            if (level.find()) {
                levels.add(level.group(1));
                continue;
            }
            told++;
            if (line.type().equals("write") || line.type().equals("read")) {
                assertThat(levels).as("before reads and writes are shed").hasSizeLessThan(2);
                boolean empty = line.arguments().contains("data=NULL ");
                if (!levels.isEmpty()) {
                    assertThat(empty).as(line.arguments()).isTrue();
                    withoutPayload++;
                } else if (LiveContract.result(line) == 1) {
                    assertThat(empty).as(line.arguments()).isFalse();
                }
            }
        }
        assertThat(levels).startsWith("1", "2", "3");
        assertThat(rest.full).isZero();
        assertThat(withoutPayload).isPositive().isEqualTo((int) rest.shed.payloads());
        assertThat(rest.ofType("getppid").size() + rest.shed.others()).isGreaterThan(20_000);
        assertThat(told + rest.shed.events()).isEqualTo(whole.lines.size());
    }

    @Test
    void fdsAreKnownBehindThePressureAndItsEndIsTold() throws Exception {
        LiveSource source = open(calls(), SMALL, OnPressure.SHED);
        while (!Files.exists(folder.resolve("filled0"))) {
            LiveContract.sleep(10);
        }
        List<String> lines =
                lines(
                        source,
                        "*%evt.type %evt.rawres %fd.name %evt.args",
                        line -> {
                            if (line.contains("data=level=0 ")) {
                                folder.resolve("go").toFile().mkdir();
                            }
                        });

        assertThat(source.command().exitStatus()).hasValue(0);
        List<String> levels =
                lines.stream()
                        .map(LEVEL::matcher)
                        .filter(m -> m.find())
                        .map(m -> m.group(1))
                        .toList();
        assertThat(levels).startsWith("1", "2", "3").contains("0"); // and, if busy, anew
        assertThat(lines.stream().filter(line -> line.startsWith("write 5 ")).toList())
                .as("the last are %s", lines.subList(lines.size() - 20, lines.size()))
                .hasSize(11)
                .allSatisfy(line -> assertThat(line).contains("data=after"));
        List<String> names =
                lines.stream()
                        .filter(line -> line.startsWith("write 5 "))
                        .map(line -> Path.of(line.split(" ", -1)[2]).getFileName().toString())
                        .toList();
        assertThat(names)
                .containsExactlyElementsOf(
                        Stream.concat(
                                        IntStream.range(0, 10).mapToObj(i -> "kept" + i),
                                        Stream.of("sent0"))
                                .toList());
        assertThat(notes).first().asString().contains("leaving out");
        // it may begin anew where the machine is busy, and then last until the end
        Map<String, String> last = new HashMap<>();
        lines.stream()
                .map(LEVEL::matcher)
                .filter(Matcher::find)
                .forEach(level -> last.put(level.group(2), level.group(1)));
        assertThat(notes.getLast().startsWith("nothing is left out any more; left out: "))
                .as("%s, then %s by CPU", notes, last)
                .isEqualTo(last.values().stream().allMatch("0"::equals));
    }

    @Test
    void nothingIsShedWhereDropsWereAskedFor() throws Exception {
        assertThat(folder.resolve("go").toFile().mkdir()).isTrue();
        LiveSource source = open(calls(), 64 << 10, OnPressure.DROP);
        awaitEnd(source);
        Recording rest = Recording.of(source);

        assertThat(rest.full).isPositive();
        assertThat(rest.shed.isAny()).isFalse();
        assertThat(rest.ofType("asyncevent")).isEmpty();
    }

    /** 20,000 writes, then 20,000 calls that change nothing, then fds; all on one CPU. */
    private List<String> calls() throws Exception {
        return List.of(LabProgram.path("labpressure").toString(), folder.toString());
    }

    private static void awaitEnd(LiveSource source) {
        while (source.command().exitStatus().isEmpty()) {
            LiveContract.sleep(10);
        }
    }

    private static List<String> lines(LiveSource source, String format, Consumer<String> each)
            throws Exception {
        TextFormat<EventContext> line = TextFormat.compile(format, FIELDS);
        List<String> lines = new ArrayList<>();
        TextBuffer text = new TextBuffer();
        try (source) {
            new Pipeline(
                            source,
                            new EventContext(),
                            context -> {
                                if (line.write(context, text.clear())) {
                                    lines.add(text.toString());
                                    each.accept(lines.getLast());
                                }
                                return true;
                            })
                    .run();
            assertThat(source.losses().droppedFull()).isZero();
        }
        return lines;
    }

    private LiveSource open(List<String> command, long bytes, OnPressure policy) throws Exception {
        LiveOptions options =
                LiveContract.ofCommand(command.toArray(String[]::new))
                        .withBuffers(new Buffers(bytes, policy));
        return EbpfLiveTest.openEbpf(options, notes::add);
    }
}
