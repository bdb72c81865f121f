// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.FdType;
import dev.kansoku.event.start.SocketEntry;
import dev.kansoku.event.start.ToldFd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class OlderReaderTest {
    private static final String PEER = "/usr/bin/sysdig";
    private static final int OPENAT_ENTER = 306;
    private static final int OPENAT_EXIT = 307;
    private static final int CLOSE_EXIT = 5;
    private static final int READ_ENTER = 6;
    private static final int READ_EXIT = 7;
    private static final int DUP2_EXIT = 363;
    private static final int PIPE2_EXIT = 393;
    private static final int CHOWN_EXIT = 379;
    private static final int MEMFD_CREATE_EXIT = 405;
    private static final int CLOSE_RANGE_EXIT = 451;
    private static final int ASYNCEVENT = 402;

    private static final OlderTable TABLE = new OlderTable(2022, 328);

    @TempDir Path folder;

    private final OlderReader older = OlderReader.ofYear(2022);
    private final List<Event> written = new ArrayList<>();

    @Test
    void anExitWithoutAnEnterGetsOneOfWhatItSays() throws IOException {
        write(begin(CLOSE_EXIT).number(0).number(7));

        assertThat(codes()).containsExactly(4, 5);
        assertThat(written.get(0).signed(0)).isEqualTo(7);
        assertThat(written.get(0).timestamp()).isEqualTo(1000);
        assertThat(written.get(1).parameterCount()).isEqualTo(1);
        assertThat(older.summary())
                .isEqualTo(
                        "for readers of 2022: 1 events rewritten, 1 enters made, 0 events left"
                                + " out");
    }

    @Test
    void anEnterThatCameIsNotMadeAgain() throws IOException {
        write(begin(READ_ENTER).number(3).number(80));
        write(begin(READ_EXIT).number(1).bytes(new byte[1]).number(3).number(80));

        assertThat(codes()).containsExactly(READ_ENTER, READ_EXIT);
        assertThat(written.get(1).parameterCount()).isEqualTo(2);
        assertThat(older.added()).isZero();
    }

    @Test
    void aCallThatHadAnotherEventTakesIt() throws IOException {
        write(begin(DUP2_EXIT).number(1).number(5).number(1));
        write(begin(PIPE2_EXIT).number(0).number(3).number(4).number(99).number(1));

        assertThat(codes()).containsExactly(124, 125, 61);
        assertThat(written.get(0).signed(0)).isEqualTo(5);
        assertThat(written.get(1).signed(0)).isEqualTo(1);
        assertThat(written.get(2).parameterCount()).isEqualTo(4);
        assertThat(written.get(2).signed(2)).isEqualTo(4);
    }

    @Test
    void aCallThatHadNoEventIsGeneric() throws IOException {
        write(begin(CHOWN_EXIT).number(0).text("/srv").number(1).number(2));
        write(begin(MEMFD_CREATE_EXIT).number(3).text("m").number(0));

        assertThat(codes()).containsExactly(0, 1, 0, 1);
        assertThat(written.get(1).unsigned(0)).isEqualTo(132);
        assertThat(written.get(0).unsigned(1)).isEqualTo(92); // chown on x86_64
        assertThat(written.get(3).unsigned(0)).as("unknown then").isZero();
        assertThat(written.get(2).unsigned(1)).isEqualTo(319);
    }

    @Test
    void aGenericEventOfALaterCallIsOfAnUnknownOne() throws IOException {
        write(begin(0).number(393).number(439));
        write(begin(1).number(393).number(439));

        assertThat(codes()).containsExactly(0, 1);
        assertThat(written.get(0).unsigned(0)).isZero();
        assertThat(written.get(0).unsigned(1)).isEqualTo(439);
        assertThat(written.get(1).parameterCount()).isEqualTo(1);
    }

    @Test
    void whatIsNoCallIsLeftOutAndCounted() throws IOException {
        write(begin(ASYNCEVENT).number(0).text("kansoku.fd").bytes(new byte[9]));

        assertThat(written).isEmpty();
        assertThat(older.leftOut()).isEqualTo(1);
    }

    @Test
    void anFdThatIsToldIsOpenedOrForgotten() throws IOException {
        FdEntry file =
                new FdEntry(
                        4,
                        9,
                        FdType.FILE_V2,
                        "/srv/a".getBytes(StandardCharsets.US_ASCII),
                        1,
                        5,
                        SocketEntry.NONE);
        write(begin(ASYNCEVENT).number(0).text("kansoku.fd").bytes(ToldFd.write(file, -1)));
        write(
                begin(ASYNCEVENT)
                        .number(0)
                        .text("kansoku.fd")
                        .bytes(ToldFd.write(fd(FdType.FIFO), -1)));
        write(
                begin(ASYNCEVENT)
                        .number(0)
                        .text("kansoku.fd")
                        .bytes(ToldFd.write(fd(FdType.TIMERFD), -1)));

        assertThat(codes()).containsExactly(3, 61, 4, 5);
        assertThat(written).allMatch(Event::isStateOnly);
        assertThat(written.get(0).signed(0)).isEqualTo(4);
        assertThat(text(written.get(0), 1)).isEqualTo("/srv/a\0");
        assertThat(written.get(1).signed(2)).isEqualTo(3);
        assertThat(older.rewritten()).isEqualTo(3);
    }

    @Test
    void whatIsMissingIsToldAsThatYearToldIt() throws IOException {
        write(begin(OPENAT_ENTER).number(-100).absent().number(1).number(0));
        write(begin(OPENAT_EXIT).number(-2).absent().text("/x").number(1).number(0));

        assertThat(text(written.get(0), 1)).isEqualTo("(NULL)\0");
        assertThat(written.get(1).signed(1)).isEqualTo(-1);
        assertThat(written.get(1).length(1)).isEqualTo(8);
    }

    @Test
    void anEventThatIsTooLongLosesTheEndOfItsBuffer() throws IOException {
        EventBuilder event = begin(READ_EXIT).number(65535).bytes(new byte[65500]);
        write(event.number(3).number(80));

        assertThat(written.getLast().length()).isEqualTo(OlderReader.LONGEST_EVENT);
    }

    @Test
    void readersOf2023KnowMore() throws IOException {
        OlderReader later = OlderReader.ofYear(2023);
        for (EventBuilder event :
                List.of(
                        begin(ASYNCEVENT).number(0).text("kansoku.fd").bytes(new byte[9]),
                        begin(DUP2_EXIT).number(1).number(5).number(1),
                        begin(CLOSE_RANGE_EXIT).number(0).number(3).number(9).number(0))) {
            later.rewrite(finished(event), this::keep);
        }

        assertThat(codes()).containsExactly(ASYNCEVENT, 362, DUP2_EXIT, 0, 1);
        assertThat(written.get(1).signed(0)).isEqualTo(5);
    }

    @Test
    void fdsOfLaterKindsAreOfNone() {
        assertThat(older.fd(fd(FdType.MEMFD)).type()).isEqualTo(FdType.UNSUPPORTED);
        assertThat(older.fd(fd(FdType.FILE_V2)).type()).isEqualTo(FdType.FILE_V2);
        assertThat(OlderReader.ofYear(2024).fd(fd(FdType.MEMFD)).type()).isEqualTo(FdType.MEMFD);
    }

    @Test
    void otherYearsAreRefused() {
        assertThatThrownBy(() -> OlderReader.ofYear(2021))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever the event at hand, what is written is in the bounds of that year's table. */
    @Test
    void everythingWrittenIsInThatYearsTable() throws IOException {
        for (int code = 0; code < 454; code++) {
            write(begin(code));
        }

        for (Event event : written) {
            OlderTable.Form form = TABLE.form(event.code());
            assertThat(event.code()).isLessThan(336);
            assertThat(form).isNotNull();
            assertThat(event.parameterCount()).isLessThanOrEqualTo(form.count());
        }
        assertThat(older.leftOut()).isBetween(20L, 60L);
    }

    @TestFactory
    Stream<DynamicTest> aReaderOf2022ReadsAllOfIt() throws IOException {
        if (!Files.isExecutable(Path.of(PEER))) {
            System.out.println("skipped: no " + PEER);
            return Stream.of();
        }
        return SharedCaptures.all().stream()
                .filter(
                        c ->
                                c.getFileName()
                                        .toString()
                                        .matches("(web|new-web|procs|shell|files|net)\\.scap.*"))
                .map(
                        capture ->
                                DynamicTest.dynamicTest(
                                        capture.getFileName().toString(),
                                        () -> checkPeer(capture)));
    }

    private void checkPeer(Path capture) throws IOException, InterruptedException {
        Path copy = folder.resolve("copy.scap");
        try (ScapReader reader = ScapReader.open(capture);
                ScapWriter writer =
                        ScapWriter.create(copy, ScapWriter.Compression.NONE)
                                .writeFor(OlderReader.ofYear(2022))) {
            Event event = new Event();
            while (reader.next(event, writer)) {
                writer.write(event);
            }
        }
        long shown =
                Reading.of(ScapReader.open(copy)).events.stream()
                        .filter(e -> !e.isStateOnly())
                        .count();
        Path lines = folder.resolve("lines");
        Process peer =
                new ProcessBuilder(PEER, "-r", copy.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(lines.toFile())
                        .start();
        if (!peer.waitFor(60, TimeUnit.SECONDS)) {
            peer.destroyForcibly();
            throw new AssertionError(PEER + " does not end");
        }
        assertThat(peer.exitValue()).isZero();
        assertThat(Files.readAllLines(lines, StandardCharsets.ISO_8859_1)).hasSize((int) shown);
    }

    private static EventBuilder begin(int code) {
        return new EventBuilder().begin(code, 1000, 77);
    }

    private void write(EventBuilder event) throws IOException {
        older.rewrite(finished(event), this::keep);
    }

    private void keep(Event event) {
        Event copy = new Event();
        copy.copyFrom(event);
        copy.origin(event.cpu(), event.flags());
        written.add(copy);
    }

    private static Event finished(EventBuilder builder) {
        Event event = new Event();
        builder.finish(event);
        return event;
    }

    private static String text(Event event, int parameter) {
        return new String(
                event.bytes(),
                event.offset(parameter),
                event.length(parameter),
                StandardCharsets.ISO_8859_1);
    }

    private List<Integer> codes() {
        return written.stream().map(Event::code).toList();
    }

    private static FdEntry fd(FdType type) {
        return new FdEntry(3, 1, type, new byte[0], 0, 0, SocketEntry.NONE);
    }
}
