// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.kansoku.capture.CaptureException;
import dev.kansoku.capture.LiveOptions;
import dev.kansoku.event.Event;
import dev.kansoku.event.start.FdEntry;
import dev.kansoku.event.start.StartListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Observes commands of its own; skipped, and said so, where eBPF cannot be used. */
class EbpfSourceTest {
    private record Seen(long tid, String name, String values, long timestamp) {}

    private final List<Seen> events = new ArrayList<>();
    private final Set<Long> startFds = new HashSet<>();

    @Test
    void theFirstEventOfACommandIsItsExecve() throws IOException {
        observe("/bin/sh", "-c", "echo seen >/dev/null; exit 5");
        Seen first = events.getFirst();
        assertThat(first.name()).isEqualTo("execve");
        assertThat(first.values()).contains("res=0").contains("/bin/sh").contains("echo seen");
        assertThat(events)
                .anySatisfy(
                        event -> {
                            assertThat(event.name()).isEqualTo("write");
                            assertThat(event.values()).contains("seen");
                        });
        assertThat(events.getLast().name()).isEqualTo("procexit");
        assertThat(events.getLast().values()).contains("ret=5");
    }

    @Test
    void aCommandStartsWithTheFdsOfItsInputAndOutput() throws IOException {
        observe("/bin/true");
        assertThat(startFds).contains(0L, 1L, 2L);
    }

    @Test
    void childrenAreObservedAndEventsComeInOrderOfTime() throws IOException {
        observe("/bin/sh", "-c", "/bin/cat /dev/null; /bin/true & wait");
        assertThat(events.stream().map(Seen::tid).distinct().count()).isGreaterThanOrEqualTo(3);
        for (int i = 1; i < events.size(); i++) {
            assertThat(events.get(i).timestamp())
                    .isGreaterThanOrEqualTo(events.get(i - 1).timestamp());
        }
        Set<Long> children = new HashSet<>();
        events.forEach(event -> children.add(event.tid()));
        assertThat(children).doesNotContain(ProcessHandle.current().pid());
    }

    private void observe(String... command) throws IOException {
        EbpfSource opened;
        try {
            opened = EbpfSource.open(LiveOptions.DEFAULT.ofCommand(List.of(command)), _ -> {});
        } catch (CaptureException e) {
            if (System.getProperty("kansoku.lab") == null) {
                System.out.println("skipped: " + e.getMessage());
                abort(e.getMessage());
            }
            throw e;
        }
        try (EbpfSource source = opened) {
            Event event = new Event();
            StartListener listener =
                    new StartListener() {
                        @Override
                        public void fd(long tid, FdEntry fd) {
                            startFds.add(fd.number());
                        }
                    };
            while (source.next(event, listener)) {
                events.add(
                        new Seen(
                                event.tid(),
                                event.type().name(),
                                values(event),
                                event.timestamp()));
            }
            assertThat(source.losses().droppedFull()).isZero();
        }
    }

    private static String values(Event event) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < event.parameterCount(); i++) {
            out.append(event.type().parameter(i).name()).append('=').append(event.signed(i));
            out.append(' ')
                    .append(
                            new String(
                                    event.bytes(),
                                    event.offset(i),
                                    event.length(i),
                                    StandardCharsets.ISO_8859_1))
                    .append(' ');
        }
        return out.toString();
    }
}
