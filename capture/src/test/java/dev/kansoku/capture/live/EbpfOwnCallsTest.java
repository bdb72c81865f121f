// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.capture.CaptureScope;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.capture.LiveSource;
import dev.kansoku.ffi.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is seen of the process that observes. */
@Timeout(60)
class EbpfOwnCallsTest {
    @Test
    void ownSignalsAreShownAndOwnFilesAreNot() throws Exception {
        int self = Processes.current();
        String name = "own-" + self;
        AtomicBoolean ended = new AtomicBoolean();
        Thread own =
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () -> {
                                    Processes.nameThread(name);
                                    while (!ended.get()) {
                                        Files.exists(Path.of("/proc/lab-own"));
                                        Files.isReadable(Path.of("/proc/lab-own"));
                                        Processes.kill(self, 0);
                                        LiveContract.sleep(10);
                                    }
                                });
        try {
            LiveSource source =
                    EbpfLiveTest.openEbpf(LiveOptions.DEFAULT.withScope(CaptureScope.ofComm(name)));
            Thread.startVirtualThread(
                    () -> {
                        LiveContract.sleep(20_000);
                        source.stop(); // so that a scope that shows nothing fails
                    });
            int[] seen = {0};
            Recording recording =
                    Recording.until(source, line -> line.type().equals("kill") && ++seen[0] == 5);

            assertThat(recording.ofType("kill")).hasSizeGreaterThanOrEqualTo(5);
            assertThat(recording.lines)
                    .allSatisfy(line -> assertThat(line.type()).isEqualTo("kill"));
            assertThat(recording.processes)
                    .anySatisfy(entry -> assertThat(entry.pid).isEqualTo(self));
        } finally {
            ended.set(true);
            own.join();
        }
    }
}
