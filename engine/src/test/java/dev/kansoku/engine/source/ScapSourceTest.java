// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.start.StartListener;
import dev.kansoku.scap.ScapException;
import dev.kansoku.scap.ScapWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScapSourceTest {
    private static final StartListener NOBODY = new StartListener() {};

    @TempDir Path folder;

    @Test
    void readsCapturesOneAfterTheOtherAndNumbersEachAnew() throws IOException {
        String first = capture("a.scap", 3, ScapWriter.Compression.NONE).toString();
        String second = capture("b.scap.gz", 2, ScapWriter.Compression.GZIP).toString();
        int[] sections = new int[1];
        List<Long> numbers = new ArrayList<>();
        Event event = new Event();

        try (ScapSource source = new ScapSource(List.of(first, second))) {
            StartListener counting =
                    new StartListener() {
                        @Override
                        public void section() {
                            sections[0]++;
                        }
                    };
            while (source.next(event, counting)) {
                numbers.add(event.number());
            }

            assertThat(numbers).containsExactly(1L, 2L, 3L, 1L, 2L);
            assertThat(sections[0]).isEqualTo(2);
            assertThat(source.faults()).isEmpty();
            assertThat(source.losses()).isEqualTo(Losses.NONE);
            assertThat(source.next(event, NOBODY)).isFalse();
        }
    }

    @Test
    void tellsWhatATornCaptureLostAndReadsTheNext() throws IOException {
        Path torn = capture("torn.scap", 3, ScapWriter.Compression.NONE);
        byte[] bytes = Files.readAllBytes(torn);
        Files.write(torn, Arrays.copyOf(bytes, bytes.length - 4));
        Path whole = capture("whole.scap", 1, ScapWriter.Compression.NONE);
        Event event = new Event();
        int events = 0;

        try (ScapSource source = new ScapSource(List.of(torn.toString(), whole.toString()))) {
            while (source.next(event, NOBODY)) {
                events++;
            }

            assertThat(events).isEqualTo(3);
            assertThat(source.faults()).hasSize(1);
            assertThat(source.faults().getFirst())
                    .startsWith(torn + ": at offset ")
                    .contains("breaks off");
            assertThat(source.losses().skippedBlocks()).isEqualTo(1);
            assertThat(source.losses().skippedBytes()).isEqualTo(48);
        }
    }

    @Test
    void refusesWhatIsNoCapture() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a capture");
        try (ScapSource source = new ScapSource(List.of(text.toString()))) {
            assertThatExceptionOfType(ScapException.class)
                    .isThrownBy(() -> source.next(new Event(), NOBODY))
                    .withMessageStartingWith(text + ": not a capture");
        }
    }

    @Test
    void namesAFileThatIsNotThere() throws IOException {
        String absent = folder.resolve("absent.scap").toString();
        try (ScapSource source = new ScapSource(List.of(absent))) {
            assertThatExceptionOfType(FileNotFoundException.class)
                    .isThrownBy(() -> source.next(new Event(), NOBODY))
                    .withMessageContaining(absent);
        }
    }

    private Path capture(String name, int events, ScapWriter.Compression compression)
            throws IOException {
        Path file = folder.resolve(name);
        int close =
                EventTable.all().stream()
                        .filter(t -> t.name().equals("close") && !t.isExit())
                        .findFirst()
                        .orElseThrow()
                        .code();
        EventBuilder builder = new EventBuilder();
        Event event = new Event();
        try (ScapWriter writer = ScapWriter.create(file, compression)) {
            for (int i = 0; i < events; i++) {
                builder.begin(close, 1000 + i, 7).number(i).finish(event);
                writer.write(event);
            }
        }
        return file;
    }
}
