// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.source.EventSource;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.event.Event;
import dev.kansoku.event.EventBuilder;
import dev.kansoku.event.EventTable;
import dev.kansoku.event.EventType;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLoadsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final StartListener NOBODY = new StartListener() {};

    /** Events of thread 7 at these times. */
    private static EventSource events(long... times) {
        return new EventSource() {
            private final EventBuilder builder = new EventBuilder();
            private int at;

            @Override
            public boolean next(Event event, StartListener start) {
                if (at == times.length) {
                    return false;
                }
                int code =
                        EventTable.all().stream()
                                .filter(type -> type.name().equals("close") && !type.isExit())
                                .mapToInt(EventType::code)
                                .findFirst()
                                .orElseThrow();
                builder.begin(code, times[at++], 7).number(3);
                builder.finish(event);
                return true;
            }

            @Override
            public Losses losses() {
                return Losses.NONE;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private static void process(Path folder, String pid, String stat) throws IOException {
        Path thread = Files.createDirectories(folder.resolve(pid).resolve("task").resolve(pid));
        Files.writeString(thread.resolve("stat"), stat);
        Files.writeString(folder.resolve(pid).resolve("status"), "Name:\tx\nTgid:\t" + pid + "\n");
    }

    private static List<String> seen(EventSource source) throws IOException {
        List<String> seen = new ArrayList<>();
        Event event = new Event();
        while (source.next(event, NOBODY)) {
            String name = event.type().name() + " " + event.tid();
            seen.add(
                    event.type().name().equals("procinfo")
                            ? name + " " + event.unsigned(0) + " " + event.unsigned(1)
                            : name);
        }
        return seen;
    }

    @Test
    void tellsOnceASecondWhatEachThreadUsedWhateverItsName(@TempDir Path folder)
            throws IOException {
        process(folder, "7", "7 (a b) c) S 1 1 1 0 -1 0 0 0 0 0 12 34 0 0 20");
        process(folder, "8", "8 (idle) S 1 1 1 0 -1 0 0 0 0 0 1 2 0 0 20");
        List<String> all =
                seen(new ProcessLoads(events(SECOND, SECOND + 1, 2 * SECOND), folder, true));
        assertThat(all).hasSize(7);
        assertThat(all.subList(0, 2))
                .containsExactlyInAnyOrder("procinfo 7 12 34", "procinfo 8 1 2");
        assertThat(all.subList(2, 4)).containsExactly("close 7", "close 7");
        assertThat(all.subList(4, 6))
                .containsExactlyInAnyOrder("procinfo 7 12 34", "procinfo 8 1 2");
    }

    @Test
    void ofOthersThanTheMachineOnlyProcessesWithEventsAreTold(@TempDir Path folder)
            throws IOException {
        process(folder, "7", "7 (a) S 1 1 1 0 -1 0 0 0 0 0 12 34 0 0 20");
        process(folder, "8", "8 (idle) S 1 1 1 0 -1 0 0 0 0 0 1 2 0 0 20");
        assertThat(seen(new ProcessLoads(events(SECOND), folder, false)))
                .containsExactly("procinfo 7 12 34", "close 7");
    }

    @Test
    void aProcessThatEndedOrALineThatIsTornIsPassedOver(@TempDir Path folder) throws IOException {
        process(folder, "7", "7 (a) S 1");
        assertThat(seen(new ProcessLoads(events(SECOND), folder, true))).containsExactly("close 7");
    }
}
