// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.Buffers;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.OnPressure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to events that nobody reads in time. */
@Timeout(60)
class EbpfOverflowTest {
    private static final long SMALL = 64 << 10;
    private static final long LARGE = 64 << 20;

    /** 200,000 calls and a few. */
    private static final List<String> CALLS =
            List.of("dd", "if=/dev/zero", "of=/dev/null", "bs=1", "count=100000", "status=none");

    @TempDir Path folder;

    @Test
    void eventsDeliveredAndDroppedAreAllThatThereWere() throws Exception {
        Recording whole = Recording.of(open(CALLS, LARGE));
        assertThat(whole.full).isZero();
        assertThat(whole.lines).hasSizeGreaterThan(200_000);

        LiveSource source = open(CALLS, SMALL);
        while (source.command().exitStatus().isEmpty()) {
            LiveContract.sleep(10);
        }
        assertThat(source.losses().droppedFull()).isPositive();
        Recording rest = Recording.of(source);

        assertThat(rest.late).isZero();
        List<Recording.Line> drops = rest.ofType("drop");
        assertThat(rest.lines).hasSizeGreaterThan(drops.size());
        assertThat(rest.lines.size() - drops.size() + rest.full).isEqualTo(whole.lines.size());
        assertThat(drops.stream().mapToLong(EbpfOverflowTest::ratio).sum()).isEqualTo(rest.full);
        assertThat(drops).allSatisfy(drop -> assertThat(drop.tid()).isEqualTo(-1));
    }

    private static long ratio(Recording.Line drop) {
        return Long.parseLong(drop.arguments().strip().replace("ratio=", ""));
    }

    @Test
    void eventsFlowAgainWhenTheRingHasBeenRead() throws Exception {
        Path done = folder.resolve("done");
        Path go = folder.resolve("go");
        String script =
                "%s; true >%s; while ! test -e %s; do sleep 0.05; done; true >/proc/lab-afterwards"
                        .formatted(String.join(" ", CALLS), done, go);
        LiveSource source = open(List.of("/bin/sh", "-c", script), SMALL);
        while (!Files.exists(done)) {
            LiveContract.sleep(10);
        }
        assertThat(source.losses().droppedFull()).isPositive();
        Recording recording =
                Recording.until(
                        source,
                        line -> {
                            if (line.type().equals("drop")) {
                                go.toFile().mkdir(); // the reader has come to where events are lost
                            }
                            return false;
                        });

        List<String> types = recording.lines.stream().map(Recording.Line::type).toList();
        int afterwards =
                IntStream.range(0, types.size())
                        .filter(i -> recording.lines.get(i).arguments().contains("lab-afterwards"))
                        .max() // the script's text names it, too
                        .orElse(-1);
        assertThat(types.indexOf("drop")).isPositive().isLessThan(afterwards);
        assertThat(recording.ofType("drop").stream().mapToLong(EbpfOverflowTest::ratio).sum())
                .isEqualTo(recording.full);
        assertThat(recording.lines.getLast().type()).isEqualTo("procexit");
    }

    private static LiveSource open(List<String> command, long bytes) throws Exception {
        return EbpfLiveTest.openEbpf(
                LiveContract.ofCommand(command.toArray(String[]::new))
                        .withBuffers(new Buffers(bytes, OnPressure.DROP)));
    }
}
