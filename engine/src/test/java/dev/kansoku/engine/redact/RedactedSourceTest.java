// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.engine.golden.Captures;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.ParameterType;
import dev.kansoku.event.start.BothListeners;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.scap.ScapWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactedSourceTest {
    @TempDir Path folder;

    /** What one event is: all but the values of texts and bytes. */
    private record Shape(long time, long tid, int code, List<Integer> lengths, List<Long> numbers) {
        static Shape of(Event event) {
            List<Integer> lengths = new ArrayList<>();
            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < event.parameterCount(); i++) {
                lengths.add(event.length(i));
                ParameterType type = event.type().parameter(i).type();
                numbers.add(type.width() > 0 ? event.signed(i) : 0);
            }
            return new Shape(event.timestamp(), event.tid(), event.code(), lengths, numbers);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "files, 'srv|data'",
        "web, HTTP/1.[01]",
        "net, '[0-9]{2,}'",
        "procs, '(?i)path'",
        "shell, '/usr/(s?bin|lib)'",
        "502Error, nginx"
    })
    void nothingOfAPatternIsLeftInARecordingAndAllElseIsTheSame(String capture, String pattern)
            throws Exception {
        Path file = Captures.file(capture);
        Assumptions.assumeTrue(file != null, "no captures beside the project");
        Path plain = folder.resolve("plain.scap");
        Path left = folder.resolve("left.scap");
        List<Shape> all = record(file, Redaction.of(List.of()), plain);
        List<Shape> redacted = record(file, Redaction.of(List.of(pattern)), left);

        assertThat(redacted).isEqualTo(all).isNotEmpty();
        assertThat(Files.size(left)).isEqualTo(Files.size(plain));
        Redaction again = Redaction.of(List.of(pattern));
        try (RedactedSource source = source(left, again)) {
            drain(source);
            assertThat(source.summary()).isEqualTo("redacted: 0 matches of patterns");
        }
        try (RedactedSource source = source(plain, again)) {
            drain(source);
            assertThat(source.summary()).isNotEqualTo("redacted: 0 matches of patterns");
        }
    }

    @Test
    void aWordThatWasThereIsNowhereInTheFile() throws Exception {
        Path file = Captures.file("shell");
        Assumptions.assumeTrue(file != null, "no captures beside the project");
        Path plain = folder.resolve("plain.scap");
        Path left = folder.resolve("left.scap");
        record(file, Redaction.of(List.of()), plain);
        record(file, Redaction.of(List.of("bash")), left);

        assertThat(latin(plain)).contains("bash");
        assertThat(latin(left)).doesNotContain("bash");
    }

    @Test
    void payloadsEnvironmentsAndArgumentsBecomeStars() throws Exception {
        Path file = Captures.file("procs");
        Assumptions.assumeTrue(file != null, "no captures beside the project");
        Redaction redaction = Redaction.of(List.of("payload", "env", "args"));
        List<String> wrong = new ArrayList<>();
        int[] seen = new int[3];
        try (RedactedSource source = source(file, redaction)) {
            Event event = new Event();
            while (source.next(event, new StartListener() {})) {
                for (int i = 0; i < event.parameterCount(); i++) {
                    String name = event.type().parameter(i).name();
                    boolean bytes = event.type().parameter(i).type() == ParameterType.BYTEBUF;
                    int kind = bytes ? List.of("data", "env", "args").indexOf(name) : -1;
                    if (kind < 0 || event.length(i) == 0) {
                        continue;
                    }
                    seen[kind]++;
                    String text =
                            new String(
                                    event.bytes(),
                                    event.offset(i),
                                    event.length(i),
                                    StandardCharsets.ISO_8859_1);
                    if (!text.matches(kind == 1 ? "([^=\0]*=\\**\0?|\\*+\0?)*" : "[*\0]*")) {
                        wrong.add(event.type() + " " + name + " " + text);
                    }
                }
            }
            assertThat(source.summary())
                    .matches(
                            "redacted: [1-9]\\d* payloads, [1-9]\\d* environments,"
                                    + " [1-9]\\d* argument lists");
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).doesNotContain(0);
    }

    @Test
    void processesOfTheStartAreRedacted() throws Exception {
        ProcessEntry process = new ProcessEntry();
        process.args = bytes("-u\0me:secret\0");
        process.env = bytes("HOME=/root\0TOKEN=secret\0odd\0");
        process.cwd = bytes("/home/secret");
        byte[] before = process.args;
        List<ProcessEntry> told = new ArrayList<>();
        StartListener listener =
                new StartListener() {
                    @Override
                    public void process(ProcessEntry entry) {
                        told.add(entry);
                    }
                };
        Redaction redaction = Redaction.of(List.of("env", "secret"));
        RedactionCounts counts = new RedactionCounts(redaction);
        new RedactedTables(listener, redaction, new Eraser(redaction.patterns()), counts)
                .process(process);

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().args).isEqualTo(bytes("-u\0me:******\0"));
        assertThat(told.getFirst().env).isEqualTo(bytes("HOME=*****\0TOKEN=******\0***\0"));
        assertThat(told.getFirst().cwd).isEqualTo(bytes("/home/******"));
        assertThat(before).isEqualTo(bytes("-u\0me:secret\0"));
        assertThat(counts.text()).isEqualTo("redacted: 1 environments, 2 matches of patterns");
    }

    @Test
    void aMatchDoesNotReachIntoTheNextArgumentAndJsonStaysReadable() {
        Eraser eraser =
                new Eraser(Redaction.of(List.of("pass=\\S+", "\"k\": \"[^\"]*\"")).patterns());
        byte[] json = bytes("{\"k\": \"v w\", \"x\": 1}");
        assertThat(eraser.erase(json, 0, json.length, true)).isEqualTo(1);
        assertThat(new String(json, StandardCharsets.ISO_8859_1))
                .isEqualTo("{\"*\"**\"***\", \"x\": 1}");
        byte[] part = bytes("pass=é1 pass=2 x");
        assertThat(eraser.erase(part, 0, part.length, false)).isEqualTo(2);
        assertThat(part).isEqualTo(bytes("******** ****** x"));
    }

    @Test
    void anEventOfWhichNothingIsRedactedStaysWhereItIs() throws Exception {
        Path file = Captures.file("cat_write");
        Assumptions.assumeTrue(file != null, "no captures beside the project");
        try (ScapSource origin = new ScapSource(List.of(file.toString()));
                RedactedSource source =
                        new RedactedSource(
                                origin, Redaction.of(List.of("no such text anywhere")))) {
            Event event = new Event();
            byte[] first = null;
            int same = 0;
            int count = 0;
            while (source.next(event, new StartListener() {})) {
                same += event.bytes() == first ? 1 : 0;
                first = event.bytes();
                count++;
            }
            assertThat(count).isPositive();
            assertThat(same).isGreaterThan(count / 2);
        }
    }

    @Test
    void patternsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Redaction.of(List.of("a(")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no regular expression: \"a(\": missing closing )");
        assertThatThrownBy(() -> Redaction.of(List.of("x*")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("matches where nothing is");
    }

    @Test
    void eachParameterOfTextOrBytesHasATreatment() {
        for (var type : EventTable.all()) {
            Treatment[] treatments = Treatment.of(type);
            for (int i = 0; i < treatments.length; i++) {
                boolean readable =
                        switch (type.parameter(i).type()) {
                            case CHARBUF,
                                    BYTEBUF,
                                    FSPATH,
                                    FSRELPATH,
                                    CHARBUFARRAY,
                                    CHARBUF_PAIR_ARRAY,
                                    SOCKADDR,
                                    SOCKTUPLE,
                                    DYN ->
                                    true;
                            default -> false;
                        };
                assertThat(treatments[i] != Treatment.NONE)
                        .as(type + " " + type.parameter(i).name())
                        .isEqualTo(readable);
            }
        }
    }

    private static List<Shape> record(Path from, Redaction redaction, Path to) throws Exception {
        List<Shape> shapes = new ArrayList<>();
        try (RedactedSource source = source(from, redaction);
                ScapWriter writer = ScapWriter.create(to, ScapWriter.Compression.NONE)) {
            Event event = new Event();
            while (source.next(event, new BothListeners(writer, new StartListener() {}))) {
                writer.write(event);
                shapes.add(Shape.of(event));
            }
        }
        return shapes;
    }

    private static void drain(RedactedSource source) throws Exception {
        Event event = new Event();
        while (source.next(event, new StartListener() {})) {
            assertThat(event.length()).isPositive();
        }
    }

    private static RedactedSource source(Path file, Redaction redaction) {
        return new RedactedSource(new ScapSource(List.of(file.toString())), redaction);
    }

    private static String latin(Path file) throws Exception {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
