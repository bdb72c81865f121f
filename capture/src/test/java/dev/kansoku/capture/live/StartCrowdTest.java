// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.capture.process.ProcTables;
import dev.kansoku.event.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Start tables of many processes. How long they take is printed, and fails nothing; with {@code
 * -Dkansoku.crowd=500} the crowd is that of {@code docs/performance.md}.
 */
@Timeout(120)
class StartCrowdTest {
    private static final int PROCESSES = Integer.getInteger("kansoku.crowd", 60);
    private static final int FILES = 20;
    private static final int ROUNDS = 5;

    @TempDir Path folder;

    @Test
    void everyProcessAndFileOfACrowdIsTold() throws Exception {
        try (LabTree tree = LabTree.of("labcrowd", folder, "" + PROCESSES, "" + FILES)) {
            List<Integer> pids =
                    ProcessHandle.of(tree.pid())
                            .orElseThrow()
                            .descendants()
                            .map(handle -> (int) handle.pid())
                            .collect(Collectors.toList());
            assertThat(pids).hasSize(PROCESSES);
            long[] ofKernel = new long[ROUNDS];
            long[] ofProc = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                Recording recording = new Recording();
                long begun = System.nanoTime();
                LiveSource source =
                        EbpfLiveTest.openEbpf(LiveOptions.DEFAULT.ofPids(List.of(tree.pid())));
                ofKernel[i] = System.nanoTime() - begun;
                source.stop();
                try (source) {
                    while (source.next(new Event(), recording)) {
                        // nobody does anything
                    }
                }
                assertThat(recording.processes.stream().map(entry -> (int) entry.pid))
                        .containsAll(pids);
                assertThat(recording.fds).hasSizeGreaterThanOrEqualTo(PROCESSES * FILES);
                begun = System.nanoTime();
                ProcTables.of(pids);
                ofProc[i] = System.nanoTime() - begun;
            }
            System.out.println(
                    PROCESSES
                            + " processes with "
                            + FILES
                            + " files: load, attach and walk "
                            + milliseconds(ofKernel)
                            + ", /proc alone "
                            + milliseconds(ofProc));
        }
    }

    private static String milliseconds(long[] nanos) {
        return IntStream.range(0, ROUNDS)
                .mapToObj(i -> "" + nanos[i] / 1_000_000)
                .collect(Collectors.joining(" ", "", " ms"));
    }
}
