// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.ffi.Bpf;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SkeletonFailureTest {
    private static final int LOADS = 40;

    /** A map of task storage, which has no size: the kernel refuses it, long after the rings. */
    private static final Map<String, Integer> REFUSED = Map.of("waits", 7);

    @Test
    void aLoadThatFailsClosesNobodyElsesFiles() throws Exception {
        assumeTrue(mayLoad(), "needs the rights to load programs");
        AtomicReference<IOException> theft = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread other =
                new Thread(
                        () -> {
                            try {
                                while (!over.get()) {
                                    openAndRead();
                                }
                            } catch (IOException e) {
                                theft.set(e);
                            }
                        });
        other.start();
        for (int i = 0; i < LOADS; i++) {
            assertThatThrownBy(() -> Skeleton.load("events", REFUSED).close())
                    .isInstanceOf(CaptureException.class);
        }
        over.set(true);
        other.join();

        assertThat(theft.get()).isNull();
    }

    private static void openAndRead() throws IOException {
        RandomAccessFile[] files = new RandomAccessFile[20];
        for (int i = 0; i < files.length; i++) {
            files[i] = new RandomAccessFile("/dev/zero", "r");
        }
        for (int round = 0; round < 20; round++) {
            for (RandomAccessFile file : files) {
                file.read();
            }
        }
        for (RandomAccessFile file : files) {
            file.close();
        }
    }

    private static boolean mayLoad() {
        try {
            Bpf.close(Bpf.loadTrivialProgram());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
