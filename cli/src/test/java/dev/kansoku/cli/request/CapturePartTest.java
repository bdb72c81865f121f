// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.cli.console.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturePartTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aPartIsBetweenTwoMomentsWhichAreOfIt() throws UsageException {
        CapturePart part = CapturePart.read("x.scap@+1s..+2s");
        assertThat(part.file()).isEqualTo("x.scap");
        assertThat(part.place(100 * SECOND, 100 * SECOND)).isEqualTo(-1);
        assertThat(part.place(101 * SECOND, 100 * SECOND)).isZero();
        assertThat(part.place(102 * SECOND, 100 * SECOND)).isZero();
        assertThat(part.place(102 * SECOND + 1, 100 * SECOND)).isEqualTo(1);
    }

    @Test
    void eitherMomentMayBeLeftOut() throws UsageException {
        assertThat(CapturePart.read("x@..+2s").place(0, 0)).isZero();
        assertThat(CapturePart.read("x@+2s..").place(9 * SECOND, 0)).isZero();
    }

    @Test
    void aFileOfThatNameIsMeantFirst(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("x@+1s..+2s"));
        assertThat(CapturePart.read(file.toString()))
                .isEqualTo(new CapturePart(file.toString(), null, null));
    }

    @Test
    void whatIsNoMomentIsTold() {
        assertThatThrownBy(() -> CapturePart.read("x@never..+2s")).hasMessageContaining("never");
    }
}
