// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.start.ProcessEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScapWriterTest {
    private static final String PEER = "/usr/bin/sysdig";

    private static final List<ScapWriter.Compression> PACKINGS =
            List.of(ScapWriter.Compression.NONE, ScapWriter.Compression.GZIP);

    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> whatIsReadIsWrittenAndReadAgain() throws IOException {
        return SharedCaptures.all().stream()
                .filter(c -> !c.getFileName().toString().startsWith("bench"))
                .map(
                        capture ->
                                DynamicTest.dynamicTest(
                                        capture.getFileName().toString(),
                                        () -> checkRoundTrip(capture)));
    }

    private void checkRoundTrip(Path capture) throws IOException {
        for (ScapWriter.Compression compression : PACKINGS) {
            Path copy = folder.resolve("copy.scap");
            rewrite(capture, copy, compression);

            Reading before = Reading.of(ScapReader.open(capture));
            Reading after = Reading.of(ScapReader.open(copy));

            assertThat(after.damages).isEmpty();
            assertThat(after.order).isEqualTo(before.order);
            assertThat(after.machines).isEqualTo(before.machines);
            assertThat(after.users).isEqualTo(before.users);
            assertThat(after.groups).isEqualTo(before.groups);
            assertThat(after.interfaces).usingRecursiveComparison().isEqualTo(before.interfaces);
            assertThat(after.fds).usingRecursiveComparison().isEqualTo(before.fds);
            assertThat(after.processes).hasSameSizeAs(before.processes);
            for (int i = 0; i < before.processes.size(); i++) {
                assertSameProcess(after.processes.get(i), before.processes.get(i));
            }
            for (int i = 0; i < before.events.size(); i++) {
                assertSameEvent(after.events.get(i), before.events.get(i));
            }
        }
    }

    @Test
    void aSectionThatHasJustBegunIsNotBegunAgain() throws IOException {
        Path file = folder.resolve("begun.scap");
        Event event = new Event();
        byte[] bytes = new EventBuilder().begin(5, 1000, 1, 1).number(0).toBytes();
        event.wrap(bytes, 0, EventHeader.SIZE, 1);
        try (ScapWriter writer = ScapWriter.create(file, ScapWriter.Compression.NONE)) {
            writer.letGo(); // as a live recording does, before its source begins
            writer.section();
            writer.write(event);
            writer.section();
            writer.write(event);
        }

        CaptureInfo info = CaptureInfo.of(ScapReader.open(file));

        assertThat(info.sections()).isEqualTo(2);
        assertThat(info.events()).isEqualTo(2);
    }

    private static void rewrite(Path from, Path to, ScapWriter.Compression compression)
            throws IOException {
        Event event = new Event();
        try (ScapReader reader = ScapReader.open(from);
                ScapWriter writer = ScapWriter.create(to, compression)) {
            while (reader.next(event, writer)) {
                writer.write(event);
            }
        }
    }

    private static void assertSameProcess(ProcessEntry actual, ProcessEntry expected) {
        for (Field field : ProcessEntry.class.getFields()) {
            try {
                assertThat(field.get(actual)).as(field.getName()).isEqualTo(field.get(expected));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void assertSameEvent(Event actual, Event expected) {
        assertThat(actual.headerSize()).isEqualTo(EventHeader.SIZE);
        assertThat(isSame(actual, expected)).as("event %d", expected.number()).isTrue();
    }

    /** One answer for a whole event: an assertion for each value would take most of the time. */
    private static boolean isSame(Event actual, Event expected) {
        if (actual.code() != expected.code()
                || actual.timestamp() != expected.timestamp()
                || actual.tid() != expected.tid()
                || actual.cpu() != expected.cpu()
                || actual.flags() != expected.flags()
                || actual.parameterCount() != expected.parameterCount()) {
            return false;
        }
        for (int i = 0; i < expected.parameterCount(); i++) {
            if (!Arrays.equals(value(actual, i), value(expected, i))) {
                return false;
            }
        }
        return true;
    }

    private static byte[] value(Event event, int parameter) {
        int at = event.offset(parameter);
        return Arrays.copyOfRange(event.bytes(), at, at + event.length(parameter));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP"})
    void keepsFlagsAndWideLengths(ScapWriter.Compression compression) throws IOException {
        byte[] capture =
                CaptureBytes.capture()
                        .flaggedEvent(0x217, 4, 1, SampleEvents.close(1, 1))
                        .flaggedEvent(0x222, 5, 5, SampleEvents.async(new byte[100_000]))
                        .event(0x221, 6, SampleEvents.async(new byte[10]))
                        .bytes();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Event event = new Event();
        try (ScapReader reader = ScapReader.open(new ByteArrayInputStream(capture), "made");
                ScapWriter writer = ScapWriter.to(out, compression)) {
            while (reader.next(event, writer)) {
                writer.write(event);
            }
        }

        Reading reading = CaptureBytes.read(out.toByteArray());

        assertThat(reading.events.stream().map(Event::flags)).containsExactly(1, 5, 0);
        assertThat(reading.events.stream().map(Event::cpu)).containsExactly(4, 5, 6);
        assertThat(reading.events.get(1).length(2)).isEqualTo(100_000);
        if (compression == ScapWriter.Compression.NONE) {
            assertThat(out.toByteArray()).isEqualTo(capture);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "GZIP"})
    void whatWasFlushedCanBeReadWhileTheWriterIsOpen(ScapWriter.Compression compression)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ScapWriter writer = ScapWriter.to(out, compression)) {
            for (int i = 1; i <= 5; i++) {
                writer.write(closeEvent(i));
                writer.flush();

                Reading reading = CaptureBytes.read(out.toByteArray());

                assertThat(reading.events).hasSize(i);
                assertThat(reading.damages).isEmpty();
                assertThat(writer.bytesWritten()).isEqualTo(out.size());
            }
        }
    }

    @Test
    void aCaptureOfZstdIsThePlainOneInFrames() throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ScapWriter one = ScapWriter.to(plain, ScapWriter.Compression.NONE);
                ScapWriter other = ScapWriter.to(packed, ScapWriter.Compression.ZSTD)) {
            for (int i = 1; i <= 100_000; i++) {
                one.write(closeEvent(i));
                other.write(closeEvent(i));
            }
        }

        byte[] unpacked;
        try (var in = new ZstdInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
            unpacked = in.setContinuous(false).readAllBytes();
        }
        assertThat(unpacked).isEqualTo(plain.toByteArray());
        assertThat(packed.size()).isLessThan(plain.size() / 4);
    }

    @Test
    void aCaptureWithoutEventsIsStillACapture() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ScapWriter.to(out, ScapWriter.Compression.NONE).close();

        assertThat(CaptureBytes.read(out.toByteArray()).events).isEmpty();
    }

    @Test
    void anEndlessProcessListIsWrittenInBlocksOfBoundedSize() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ScapWriter writer = ScapWriter.to(out, ScapWriter.Compression.NONE)) {
            for (int i = 0; i < 3000; i++) {
                ProcessEntry process = new ProcessEntry();
                process.tid = i;
                process.args = new byte[4096];
                writer.process(process);
            }
        }

        assertThat(CaptureBytes.read(out.toByteArray()).processes).hasSize(3000);
    }

    private static Event closeEvent(int fd) {
        byte[] bytes = SampleEvents.close(fd, fd);
        Event event = new Event();
        event.wrap(bytes, 0, EventHeader.SIZE, 1);
        return event;
    }

    @TestFactory
    Stream<DynamicTest> anotherReaderShowsTheSameLinesOfACopy() throws IOException {
        List<Path> captures = SharedCaptures.all();
        if (!Files.isExecutable(Path.of(PEER))) {
            System.out.println("skipped: no " + PEER);
            return Stream.of();
        }
        return captures.stream()
                .filter(
                        c ->
                                List.of(
                                                "curl_google.scap",
                                                "502Error.scap",
                                                "cat_write.scap",
                                                "connect_localhost.scap",
                                                "test_ipv6_client.scap")
                                        .contains(c.getFileName().toString()))
                .map(
                        capture ->
                                DynamicTest.dynamicTest(
                                        capture.getFileName().toString(),
                                        () -> checkPeer(capture)));
    }

    private void checkPeer(Path capture) throws IOException, InterruptedException {
        for (ScapWriter.Compression compression : PACKINGS) {
            Path copy = folder.resolve("peer.scap");
            rewrite(capture, copy, compression);

            assertThat(peerLines(copy)).isNotEmpty().isEqualTo(peerLines(capture));
        }
    }

    private List<String> peerLines(Path capture) throws IOException, InterruptedException {
        Path lines = folder.resolve("lines.txt");
        Process peer =
                new ProcessBuilder(PEER, "-r", capture.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(lines.toFile())
                        .start();
        if (!peer.waitFor(60, TimeUnit.SECONDS)) {
            peer.destroyForcibly();
            throw new AssertionError(PEER + " does not end");
        }
        return Files.readAllLines(lines, StandardCharsets.ISO_8859_1);
    }
}
