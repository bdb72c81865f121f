// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.state.ThreadState;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventHeader;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.event.start.ProcessEntry;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedSourceTest {
    private static final int CLOSE =
            EventTable.all().stream()
                    .filter(type -> type.isExit() && type.name().equals("close"))
                    .findFirst()
                    .orElseThrow()
                    .code();

    @TempDir Path folder;

    @Test
    void eventsComeByTimeAndThoseOfOneTimeInTheOrderOfTheCaptures() throws IOException {
        String a = capture("a", "init", 10, 30, 30, 50);
        String b = capture("b", "systemd", 5, 30, 40);

        assertThat(merged(true, a, b))
                .containsExactly(
                        "1 5 b systemd",
                        "2 10 a init",
                        "3 30 a init",
                        "4 30 a init",
                        "5 30 b systemd",
                        "6 40 b systemd",
                        "7 50 a init");
    }

    @Test
    void aCapturesOwnOrderIsKept() throws IOException {
        String a = capture("a", "x", 10, 30, 20);
        String b = capture("b", "y", 25);

        assertThat(merged(true, a, b))
                .containsExactly("1 10 a x", "2 25 b y", "3 30 a x", "4 20 a x");
    }

    @Test
    void mergedIntoOneSystemAllTablesAreOfIt() throws IOException {
        String a = capture("a", "x", 10, 20);
        String b = capture("b", "y", 15);

        assertThat(merged(false, a, b)).containsExactly("1 10 b y", "2 15 b y", "3 20 b y");
    }

    @Test
    void whatOneOfThemLostIsToldAndTheOthersGoOn() throws IOException {
        String a = capture("a", "x", 10, 20);
        String b = capture("b", "y", 15, 16, 30);
        byte[] bytes = Files.readAllBytes(Path.of(b));
        Files.write(Path.of(b), Arrays.copyOf(bytes, bytes.length - 5));
        MergedSource source = new MergedSource(List.of(a, b), true);

        List<String> lines = run(source);

        assertThat(lines).containsExactly("1 10 a x", "2 15 b y", "3 16 b y", "4 20 a x");
        assertThat(source.faults()).hasSize(1);
        assertThat(source.faults().getFirst()).startsWith(b + ": at offset ");
    }

    private static List<String> merged(boolean apart, String... files) throws IOException {
        return run(new MergedSource(List.of(files), apart));
    }

    private static List<String> run(MergedSource source) throws IOException {
        List<String> lines = new ArrayList<>();
        EventContext context = new EventContext();
        try (source) {
            new Pipeline(
                            source,
                            context,
                            c -> {
                                ThreadState thread = c.state().thread();
                                MachineEntry machine = c.state().machine();
                                lines.add(
                                        c.event().number()
                                                + " "
                                                + c.event().timestamp()
                                                + " "
                                                + (machine == null ? "" : machine.hostname())
                                                + " "
                                                + (thread == null
                                                        ? ""
                                                        : new String(
                                                                thread.comm(),
                                                                StandardCharsets.UTF_8)));
                                return true;
                            })
                    .run();
        }
        return lines;
    }

    /** Closes of thread 1, at these times. */
    private String capture(String host, String comm, long... times) throws IOException {
        Path file = folder.resolve(host + ".scap");
        Event event = new Event();
        try (ScapWriter writer = ScapWriter.create(file, ScapWriter.Compression.NONE)) {
            writer.machine(new MachineEntry(1, 1, 1, host, 0));
            ProcessEntry process = new ProcessEntry();
            process.tid = 1;
            process.pid = 1;
            process.comm = comm.getBytes(StandardCharsets.UTF_8);
            process.exe = process.comm;
            writer.process(process);
            for (long time : times) {
                byte[] bytes = new EventBuilder().begin(CLOSE, time, 1, 1).number(0).toBytes();
                event.wrap(bytes, 0, EventHeader.SIZE, 1);
                event.origin(0, 0);
                writer.write(event);
            }
        }
        return file.toString();
    }
}
