// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kansoku.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class FollowedFileTest {
    private static final int EVENT = 52;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Packing.class)
    void whatIsWrittenLaterIsReadToo(Packing packing) throws Exception {
        byte[] first = Packed.of(packing, capture(0, 10));
        byte[] second = Packed.of(packing, events(10, 20));
        Path file = write(new byte[0]);
        try (FollowedFile followed = FollowedFile.open(file)) {
            Future<Reading> reading = readAll(followed);
            append(file, Arrays.copyOf(first, 3));
            pause();
            append(file, Arrays.copyOfRange(first, 3, first.length));
            pause();
            append(file, Arrays.copyOf(second, 17));
            pause();
            append(file, Arrays.copyOfRange(second, 17, second.length));
            pause();
            assertThat(reading.isDone()).isFalse();
            followed.stop();

            Reading read = reading.get(10, TimeUnit.SECONDS);

            assertThat(read.events).hasSize(20);
            assertThat(read.damages).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void aTornTailIsNoDamage(Packing packing) throws Exception {
        byte[] packed = Packed.of(packing, capture(0, 10));
        Path file = write(Arrays.copyOf(packed, packed.length - 9));
        try (FollowedFile followed = FollowedFile.open(file)) {
            Future<Reading> reading = readAll(followed);
            pause();
            followed.stop();

            Reading read = reading.get(10, TimeUnit.SECONDS);

            assertThat(read.damages).isEmpty();
            assertThat(read.skippedBlocks).isZero();
        } catch (ExecutionException e) {
            assertThat(packing).isIn(Packing.ZSTD, Packing.LZ4); // no block of them is there
            assertThat(e.getCause()).isInstanceOf(ScapException.class);
        }
    }

    @Test
    void anEventIsDeliveredAsSoonAsItIsWhole() throws Exception {
        byte[] bytes = capture(0, 3);
        Path file = write(Arrays.copyOf(bytes, bytes.length - 1));
        try (FollowedFile followed = FollowedFile.open(file);
                ScapReader reader = ScapReader.follow(followed)) {
            Event event = new Event();
            assertThat(reader.next(event, new Reading())).isTrue();
            assertThat(reader.next(event, new Reading())).isTrue();
            assertThat(reader.ready()).isFalse();
            append(file, new byte[] {0});
            assertThat(reader.next(event, new Reading())).isTrue();
        }
    }

    @Test
    void aFileThatBecomesShorterIsAnError() throws Exception {
        Path file = write(capture(0, 10));
        try (FollowedFile followed = FollowedFile.open(file)) {
            Future<Reading> reading = readAll(followed);
            pause();
            Files.write(file, capture(0, 2));

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
                    .withMessageContaining(
                            "became shorter while it was followed, from "
                                    + (28 + 10 * EVENT)
                                    + " bytes to "
                                    + (28 + 2 * EVENT));
        }
    }

    @Test
    void aFileThatIsRenamedIsReadToItsEnd() throws Exception {
        Path file = write(capture(0, 10));
        try (FollowedFile followed = FollowedFile.open(file)) {
            Future<Reading> reading = readAll(followed);
            pause();
            Path renamed = Files.move(file, folder.resolve("old.scap"));
            append(renamed, events(10, 15));

            Reading read = reading.get(10, TimeUnit.SECONDS);

            assertThat(read.events).hasSize(15);
            assertThat(read.damages).isEmpty();
        }
    }

    private static Future<Reading> readAll(FollowedFile followed) {
        CompletableFuture<Reading> reading = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                reading.complete(Reading.of(ScapReader.follow(followed)));
                            } catch (IOException | RuntimeException e) {
                                reading.completeExceptionally(e);
                            }
                        });
        return reading;
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(80);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("grows.scap"), bytes);
    }

    private static void append(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }

    private static byte[] capture(int from, int to) {
        return add(CaptureBytes.capture(), from, to).bytes();
    }

    private static byte[] events(int from, int to) {
        return add(new CaptureBytes(), from, to).bytes();
    }

    private static CaptureBytes add(CaptureBytes to, int from, int end) {
        for (int i = from; i < end; i++) {
            to.event(0x216, 0, SampleEvents.close(i, i));
        }
        return to;
    }
}
