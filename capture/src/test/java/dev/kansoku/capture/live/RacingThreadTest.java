// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Buffers;
import dev.kansoku.capture.Demand;
import dev.kansoku.capture.Detail;
import dev.kansoku.capture.WantedEvents;
import dev.kansoku.capture.bpf.EbpfSource;
import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.fields.EngineFields;
import dev.kansoku.engine.fields.FieldOptions;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.Filter;
import dev.kansoku.filter.format.TextFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thread changes what another's calls point to; {@code labtoctou.c} knows what the kernel did,
 * and says it in an lseek behind the call.
 */
@Timeout(180)
class RacingThreadTest {
    private static final EngineFields FIELDS = new EngineFields(FieldOptions.text());
    private static final String FORMAT =
            "*%evt.type %thread.tid %evt.rawres %evt.arg.name %evt.arg.addr %evt.arg.filename"
                    + " %evt.arg.args %evt.arg.offset %evt.toctou %evt.object %evt.arg.path";

    @TempDir Path folder;

    /** An event in words. */
    private record Line(String[] words) {
        @Override
        public String toString() {
            return String.join(" ", words);
        }

        String type() {
            return words[0];
        }

        String tid() {
            return words[1];
        }

        boolean failed() {
            return words[2].startsWith("-");
        }

        String told(String type) {
            return switch (type) {
                case "connect" -> words[4];
                case "execve" -> words[5];
                case "mkdir" -> words[10];
                default -> words[3];
            };
        }

        String arguments() {
            return words[6];
        }

        long offset() {
            return Long.parseLong(words[7]);
        }

        boolean changed() {
            return words[8].equals("true");
        }

        boolean isKnown() {
            return !words[8].equals("<NA>");
        }

        String object() {
            return words[9];
        }
    }

    @Test
    void aPathThatAThreadChangesIsThatOfTheOpenedFile() throws Exception {
        opens(rounds(100_000), 0);
    }

    @Test
    void soIsALongPath() throws Exception {
        opens(rounds(20_000), 300);
        opens(rounds(20_000), (4090 - folder.toString().length()) / 2);
    }

    /** As many as that, and fewer where every instruction is slow: in a virtual machine. */
    private static int rounds(int most) {
        return System.getProperty("kansoku.lab") == null ? most : most / 20;
    }

    private void opens(int rounds, int depth) throws Exception {
        List<Line> lines = lines("openat", "open", rounds, depth);

        List<Line[]> pairs = pairs(lines, "openat", "");
        assertThat(pairs).hasSize(rounds);
        assertThat(pairs)
                .allSatisfy(
                        pair -> {
                            String truth = pair[1].offset() == 1 ? "fa" : "fb";
                            assertThat(pair[0].told("openat")).endsWith("/" + truth);
                            assertThat(pair[0].object())
                                    .isEqualTo(folder.toRealPath() + "/" + truth);
                            assertThat(pair[0].isKnown()).isTrue();
                        });
        assertThat(pairs.stream().filter(pair -> pair[0].changed()).count())
                .isPositive()
                .isLessThan(rounds);
        report("openat of " + pairs.get(0)[0].told("openat").length() + " bytes", pairs);
    }

    @Test
    void aFolderIsMadeWhereTheEventSays() throws Exception {
        List<Line[]> pairs = pairs(lines("mkdir", "mkdir", rounds(2_000), 0), "mkdir", "");

        assertThat(pairs).hasSize(rounds(2_000));
        assertThat(pairs)
                .allSatisfy(
                        pair ->
                                assertThat(pair[0].told("mkdir"))
                                        .endsWith(pair[1].offset() == 1 ? "/da" : "/db"));
        report("mkdir", pairs);
    }

    @Test
    void anAddressThatAThreadChangesIsThatOfThePeer() throws Exception {
        connects("udp", rounds(100_000));
        connects("tcp", rounds(10_000));
    }

    private void connects(String kind, int rounds) throws Exception {
        List<Line[]> pairs = pairs(lines("connect", kind, rounds, 0), "connect", "");

        assertThat(pairs).hasSize(rounds);
        assertThat(pairs)
                .allSatisfy(
                        pair -> {
                            assertThat(pair[0].told("connect"))
                                    .isEqualTo("127.0.0.1:" + pair[1].offset());
                            assertThat(pair[0].isKnown()).isTrue();
                        });
        assertThat(pairs.stream().filter(pair -> pair[0].changed()).count())
                .isPositive()
                .isLessThan(rounds);
        report("connect by " + kind, pairs);
    }

    @Test
    void anExecutedFileAndItsArgumentsAreThoseOfTheNewProgram() throws Exception {
        List<Line> lines = lines("execve", "exec", rounds(300), 0);

        List<Line[]> pairs = pairs(lines, "execve", "/x");
        assertThat(pairs).hasSize(rounds(300));
        assertThat(pairs)
                .allSatisfy(
                        pair -> {
                            String truth = pair[1].offset() == 1 ? "/xa" : "/xb";
                            assertThat(pair[0].told("execve")).endsWith(truth);
                            assertThat(pair[0].object()).endsWith(truth);
                            assertThat(pair[0].arguments())
                                    .startsWith(pair[2].offset() == 1 ? "a" : "b");
                        });
    }

    @Test
    void nothingIsTakenForARaceWhereThereIsNone() throws Exception {
        String script =
                "cd \"$0\" && mkdir d && echo x >d/f && ln -s d/f l && cat l ./d/../l"
                    + " /proc/self/fd/0 <l && mv d/f d/g && ln d/g h && chmod 600 h && rm -r d l h;"
                    + " ls -la /proc/self/ /etc >/dev/null";
        List<Line> lines = run("", "/bin/sh", "-c", script, folder.toString());

        assertThat(lines).filteredOn(Line::isKnown).hasSizeGreaterThan(50);
        assertThat(lines).filteredOn(Line::changed).isEmpty();
    }

    private static void report(String what, List<Line[]> pairs) {
        long changed = pairs.stream().filter(pair -> pair[0].changed()).count();
        System.out.println(what + ": " + changed + " of " + pairs.size() + " changed meanwhile");
    }

    /** The events of a type and the ones behind them that say the truth. */
    private static List<Line[]> pairs(List<Line> lines, String type, String with) {
        Map<String, Line> calls = new HashMap<>();
        List<Line[]> pairs = new ArrayList<>();
        Map<String, Line[]> told = new HashMap<>();
        for (Line line : lines) {
            if (line.type().equals(type) && !line.failed() && line.told(type).contains(with)) {
                calls.put(line.tid(), line);
                told.remove(line.tid());
            } else if (line.type().equals("lseek") && told.containsKey(line.tid())) {
                told.get(line.tid())[2] = line;
            } else if (line.type().equals("lseek") && calls.containsKey(line.tid())) {
                Line[] pair = {calls.remove(line.tid()), line, line};
                pairs.add(pair);
                told.put(line.tid(), pair);
            }
        }
        return pairs;
    }

    private List<Line> lines(String type, String kind, int rounds, int depth) throws Exception {
        return run(
                "evt.type in (lseek, " + type + ")",
                LabProgram.path("labtoctou").toString(),
                folder.toString(),
                kind,
                Integer.toString(rounds),
                Integer.toString(depth));
    }

    private static List<Line> run(String text, String... command) throws Exception {
        TextFormat<EventContext> format = TextFormat.compile(FORMAT, FIELDS);
        Filter<EventContext> filter = text.isEmpty() ? null : Filter.compile(text, FIELDS);
        Demand demand =
                new Demand(
                        Set.of(Detail.TRUTH, Detail.OBJECT),
                        filter == null ? null : WantedEvents.of(filter));
        List<Line> lines = new ArrayList<>();
        TextBuffer out = new TextBuffer();
        try (EbpfSource source =
                (EbpfSource)
                        EbpfLiveTest.openEbpf(
                                LiveContract.ofCommand(command)
                                        .withBuffers(new Buffers(64 << 20))
                                        .withDemand(demand))) {
            Pipeline pipeline =
                    new Pipeline(
                            source,
                            new EventContext(),
                            filter == null ? _ -> true : filter::matches,
                            filter == null ? null : filter.eventTypes(),
                            c -> {
                                if (format.write(c, out.clear())) {
                                    lines.add(new Line(out.toString().split(" ", -1)));
                                }
                                return true;
                            });
            pipeline.run();
            assertThat(source.losses().droppedFull()).isZero();
            assertThat(source.command().exitStatus()).hasValue(0);
        }
        return lines;
    }
}
