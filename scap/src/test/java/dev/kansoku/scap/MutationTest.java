// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.scap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.event.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures with bytes changed, cut, doubled and taken out, by seeds that repeat. */
class MutationTest {
    private static final int ROUNDS = 300;
    private static final int MOST_BYTES = 200_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "502Error.scap",
                "connect_localhost.scap",
                "curl_google_comments.scap",
                "empty.scap",
                "web.scap.gz"
            })
    void nothingButAScapExceptionComesOfAMutatedCapture(String name) throws IOException {
        Path folder = SharedCaptures.folder();
        if (folder == null) {
            System.out.println("skipped: no shared/captures beside the project");
            return;
        }
        byte[] file = Files.readAllBytes(folder.resolve(name));
        byte[] plain = unpacked(file);
        for (int seed = 0; seed < ROUNDS; seed++) {
            readAll(mutated(plain, seed), name + " seed " + seed);
        }
        for (int seed = 0; seed < ROUNDS / 3; seed++) {
            byte[] packed = CaptureBytes.gzip(plain);
            readAll(mutated(packed, seed), name + " packed, seed " + seed);
        }
    }

    @Test
    void nothingButAScapExceptionComesOfAMutatedHandMadeCapture() throws IOException {
        CaptureBytes made =
                CaptureBytes.capture()
                        .block(
                                0x218,
                                b -> b.u64(1).entry(true, e -> e.u64(1).u64(2).u8(7).text("p")))
                        .flaggedEvent(0x217, 0, 1, SampleEvents.close(1, 1))
                        .event(0x221, 0, SampleEvents.async(new byte[70]))
                        .event(0x204, 0, CaptureBytes.firstGeneration(SampleEvents.userAdded("x")));
        for (int seed = 0; seed < 3000; seed++) {
            readAll(mutated(made.bytes(), seed), "seed " + seed);
        }
    }

    private static byte[] unpacked(byte[] file) throws IOException {
        byte[] plain = file;
        if (file[0] == 0x1f) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
                plain = in.readAllBytes();
            }
        }
        return Arrays.copyOf(plain, Math.min(plain.length, MOST_BYTES));
    }

    private static void readAll(byte[] bytes, String which) throws IOException {
        Reading tables = new Reading();
        Event event = new Event();
        try (ScapReader reader = ScapReader.open(new ByteArrayInputStream(bytes), which)) {
            while (reader.next(event, tables)) {
                touch(event);
            }
        } catch (ScapException e) {
            assertThat(e).hasMessageContaining(which);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(which, e);
        }
    }

    /** Reads every byte that a cursor gives leave to read. */
    private static void touch(Event event) {
        int sum = 0;
        for (int i = 0; i < event.parameterCount(); i++) {
            int at = event.offset(i);
            int end = at + event.length(i);
            for (int j = at; j < end; j++) {
                sum += event.bytes()[j];
            }
            assertThat(end).isLessThanOrEqualTo(event.start() + event.length());
        }
        assertThat(sum).isNotEqualTo(Integer.MIN_VALUE);
    }

    private static byte[] mutated(byte[] original, int seed) {
        Random random = new Random(seed);
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(12);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            int run = Math.min(1 + random.nextInt(16), bytes.length - at);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> Arrays.fill(bytes, at, at + run, (byte) -1);
                case 3 -> Arrays.fill(bytes, at, at + run, (byte) 0);
                case 4 -> System.arraycopy(original, 0, bytes, at, Math.min(run, original.length));
                default -> {
                    byte[] shorter = Arrays.copyOf(bytes, bytes.length - run);
                    System.arraycopy(bytes, at + run, shorter, at, bytes.length - at - run);
                    bytes = shorter.length < 8 ? bytes : shorter;
                }
            }
        }
        return bytes;
    }
}
