// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.Payload;
import dev.kansoku.capture.ptrace.PtraceSource;
import dev.kansoku.ffi.Processes;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How much both engines keep of what is read and written, as rules say. */
@Timeout(60)
class PayloadTest {
    /**
     * What is sent, as {@code labpayload.c} says, and how often each letter is told on each way.
     */
    private static final String LETTERS = "dsotf";

    private static final List<Payload.PortRule> HIGH =
            List.of(new Payload.PortRule(8000, 8100, 200), new Payload.PortRule(9999, 9999, 0));

    private static final int SIGKILL = 9;

    @TempDir Path folder;

    /** Opens an engine. */
    private interface Engine {
        LiveSource open(LiveOptions options) throws Exception;
    }

    @Test
    void ebpfKeepsWhatTheRulesSay() throws Exception {
        rules(EbpfLiveTest::openEbpf);
    }

    @Test
    void ptraceKeepsWhatTheRulesSay() throws Exception {
        rules(PtraceSource::open);
    }

    private void rules(Engine engine) throws Exception {
        try (Lab lab = new Lab(folder)) {
            LiveOptions options = LiveOptions.DEFAULT.ofPids(List.of(lab.pid()));
            List<Payload> payloads =
                    List.of(
                            Payload.DEFAULT,
                            new Payload(10),
                            new Payload(10, HIGH, List.of()),
                            new Payload(10, HIGH, List.of(new Payload.Whole(lab.pid(), 50))),
                            new Payload(10, HIGH, List.of(new Payload.Whole(lab.pid(), -1))),
                            new Payload(0));
            LiveSource source = engine.open(options.withPayload(payloads.getFirst()));
            List<Map<String, Integer>> rounds = new ArrayList<>();
            rounds.add(new HashMap<>());
            lab.begin();
            Recording.until(
                    source,
                    line -> {
                        if (line.type().equals("write") && line.arguments().contains(" fd=1")) {
                            if (rounds.size() == payloads.size()) {
                                return true;
                            }
                            next(source, payloads.get(rounds.size()), lab);
                            rounds.add(new HashMap<>());
                        } else {
                            count(line, rounds.getLast());
                        }
                        return false;
                    });

            assertThat(rounds)
                    .containsExactly(
                            kept(300, 300, 80, 80, 80),
                            kept(10, 10, 10, 10, 10),
                            kept(10, 10, 0, 200, 10),
                            kept(10, 10, 0, 200, 300),
                            kept(300, 300, 300, 300, 300),
                            kept(0, 0, 0, 0, 0));
        }
    }

    private static void next(LiveSource source, Payload payload, Lab lab) {
        try {
            source.keep(payload);
            lab.begin();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Notes how much of each letter an event keeps; all events of a letter keep the same. */
    private static void count(Recording.Line line, Map<String, Integer> lengths) {
        int data = line.arguments().indexOf("data=");
        if (data < 0 || !line.arguments().contains("res=300 ")) {
            return;
        }
        String bytes = line.arguments().substring(data + 5).split(" ", 2)[0];
        if (bytes.equals("NULL")) {
            lengths.merge("none", 1, Integer::sum);
            return;
        }
        assertThat(lengths.getOrDefault(bytes.substring(0, 1), bytes.length()))
                .as(line.toString())
                .isEqualTo(bytes.length());
        lengths.put(bytes.substring(0, 1), bytes.length());
    }

    private static Map<String, Integer> kept(int... lengths) {
        Map<String, Integer> kept = new HashMap<>();
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] == 0) {
                kept.merge("none", i == 4 ? 1 : 2, Integer::sum);
            } else {
                kept.put(LETTERS.substring(i, i + 1), lengths[i]);
            }
        }
        return kept;
    }

    /** The running program, no child of this process: its waits would see the stops of a tracer. */
    private static final class Lab implements AutoCloseable {
        private final long pid;
        private final OutputStream input;
        private final BufferedReader output;

        Lab(Path folder) throws Exception {
            Path in = folder.resolve("in");
            Path out = folder.resolve("out");
            Process shell =
                    new ProcessBuilder(
                                    "sh",
                                    "-c",
                                    "mkfifo $1 $2; $0 <$1 >$2 & echo $!",
                                    LabProgram.path("labpayload").toString(),
                                    in.toString(),
                                    out.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try (BufferedReader told = shell.inputReader(StandardCharsets.US_ASCII)) {
                pid = Long.parseLong(told.readLine());
            }
            input = Files.newOutputStream(in);
            output = Files.newBufferedReader(out);
            if (!"ready".equals(output.readLine())) {
                LabProgram.skip("no network of its own");
            }
        }

        long pid() {
            return pid;
        }

        /** Begins a round. */
        void begin() throws Exception {
            input.write('\n');
            input.flush();
        }

        @Override
        public void close() throws Exception {
            Processes.kill((int) pid, SIGKILL);
            input.close();
            output.close();
        }
    }
}
