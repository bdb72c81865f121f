// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.Pipeline;
import dev.kansoku.engine.source.CpuLosses;
import dev.kansoku.engine.source.Losses;
import dev.kansoku.engine.source.ScapSource;
import dev.kansoku.engine.source.Shed;
import dev.kansoku.engine.state.StateLosses;
import dev.kansoku.rules.Priority;
import dev.kansoku.rules.alert.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DropWatchTest {
    private static final long SECOND = 1_000_000_000L;
    private static final StateLosses NOTHING = new StateLosses(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final List<Alert> alerts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private DropWatch watch(String... sets) throws ConfigException {
        Config config = ConfigReader.read("", "", List.of(sets), Map.of());
        return new DropWatch(DropPolicy.of(config), "host", alerts::add, notes::add);
    }

    private static Losses full(long events) {
        return Losses.live(List.of(new CpuLosses(0, events, 0, 0, 0, 0, 0)), Shed.NONE, 0);
    }

    @Test
    void anotherPolicyIsFollowedFromTheNextLookOn() throws ConfigException {
        DropWatch watch = watch("drops.actions=ignore");
        watch.look(SECOND, 100, full(100), NOTHING);
        assertThat(notes).isEmpty();

        watch.follow(
                DropPolicy.of(ConfigReader.read("", "", List.of("drops.actions=log"), Map.of())));
        watch.look(2 * SECOND, 200, full(200), NOTHING);

        assertThat(notes).hasSize(1);
        assertThat(watch.occurrences()).isEqualTo(2);
    }

    @Test
    void tellsOfLostEventsByNoteAndByAlert() throws ConfigException {
        DropWatch watch = watch();

        assertThat(watch.isDue(SECOND)).isFalse();
        assertThat(watch.isDue(2 * SECOND)).isFalse();
        assertThat(watch.isDue(2 * SECOND + 1)).isTrue();
        assertThat(watch.look(2 * SECOND + 1, 100, full(100), NOTHING)).isTrue();

        String text =
                "Kansoku internal: event drop. 100 of 200 events lost in the last second: full"
                        + " buffer 100.";
        assertThat(notes).containsExactly(text);
        assertThat(alerts).hasSize(1);
        Alert alert = alerts.getFirst();
        assertThat(alert.rule()).isEqualTo("Kansoku internal: event drop");
        assertThat(alert.priority()).isEqualTo(Priority.WARNING);
        assertThat(alert.source()).isEqualTo("internal");
        assertThat(alert.output()).isEqualTo(text);
        assertThat(alert.fields())
                .containsEntry("n_evts", 200L)
                .containsEntry("n_drops", 100L)
                .containsEntry("n_drops_full_buffer", 100L);
    }

    @Test
    void whatIsWithinTheThresholdIsNotTold() throws ConfigException {
        DropWatch watch = watch();

        watch.look(SECOND, 900, full(100), NOTHING);
        watch.look(2 * SECOND, 1800, full(300), NOTHING);

        assertThat(watch.occurrences()).isEqualTo(1);
        assertThat(alerts)
                .extracting(Alert::output)
                .singleElement()
                .asString()
                .contains("200 of 1100");
    }

    @Test
    void isNotToldMoreOftenThanTheRateAllows() throws ConfigException {
        DropWatch watch = watch("drops.rate=0.1", "drops.burst=2");
        for (int second = 1; second <= 23; second++) {
            watch.look(second * SECOND, second, full(second), NOTHING);
        }

        assertThat(watch.occurrences()).isEqualTo(23);
        assertThat(watch.actions()).isEqualTo(4);
        assertThat(alerts).hasSize(4);
    }

    @Test
    void forgottenStateIsTold() throws ConfigException {
        DropWatch watch = watch();

        watch.look(SECOND, 10, Losses.NONE, new StateLosses(3, 4, 0, 0, 0, 0, 0, 0, 5));
        watch.look(100 * SECOND, 20, Losses.NONE, new StateLosses(3, 4, 0, 0, 0, 0, 0, 0, 9));

        assertThat(alerts)
                .extracting(Alert::output)
                .containsExactly(
                        "Kansoku internal: state dropped. 7 processes, fds, texts or the like"
                                + " forgotten: threads 3, fds 4.");
    }

    @Test
    void shedEventsAreMissingToo() throws ConfigException {
        DropWatch watch = watch();

        watch.look(SECOND, 10, Losses.live(List.of(), new Shed(9, 20, 10), 0), NOTHING);

        assertThat(alerts.getFirst().output()).contains("30 of 40 events lost", "shed 30");
    }

    @Test
    void exitEndsTheRunAndIgnoreDoesNothing() throws ConfigException {
        assertThat(watch("drops.actions=exit").look(SECOND, 1, full(9), NOTHING)).isFalse();
        assertThat(alerts).isEmpty();
        assertThat(notes).hasSize(2).last().asString().contains("exiting");
        notes.clear();

        DropWatch ignoring = watch("drops.actions=ignore");
        assertThat(ignoring.look(SECOND, 1, full(9), NOTHING)).isTrue();
        assertThat(notes).isEmpty();
        assertThat(ignoring.occurrences()).isEqualTo(1);

        assertThatThrownBy(() -> watch("drops.actions=[ignore, log]"))
                .hasMessageContaining("\"log\" makes no sense beside \"ignore\"");
        assertThatThrownBy(() -> watch("drops.threshold=-1")).hasMessageContaining("from 0 to 1");
    }

    @Test
    void theRegressionCapturesOfDropsHaveNineOccurrences() throws Exception {
        Path capture = shared("falco-regression/trace_files/ping_sendto.scap");

        assertThat(nine(capture, "log", "alert")).isEqualTo("9 occurrences, 9 actions");
        assertThat(alerts).hasSize(9);
        assertThat(notes).hasSize(9);
        assertThat(nine(capture, "ignore")).isEqualTo("9 occurrences, 9 actions");
        assertThat(nine(capture, "exit")).isEqualTo("1 occurrences, 1 actions");
    }

    private String nine(Path capture, String... actions) throws ConfigException, IOException {
        DropWatch watch =
                watch(
                        "drops.actions=[" + String.join(",", actions) + "]",
                        "drops.rate=.03333",
                        "drops.burst=10",
                        "drops.simulate=true");
        try (ScapSource source = new ScapSource(List.of(capture.toString()))) {
            EventContext context = new EventContext();
            Pipeline[] pipeline = new Pipeline[1];
            pipeline[0] =
                    new Pipeline(
                            source,
                            context,
                            at -> {
                                long now = at.event().timestamp();
                                return !watch.isDue(now)
                                        || watch.look(
                                                now,
                                                pipeline[0].seen(),
                                                source.losses(),
                                                at.losses());
                            });
            pipeline[0].run();
        }
        return watch.occurrences() + " occurrences, " + watch.actions() + " actions";
    }

    private static Path shared(String file) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/captures"))) {
                return at.resolve("shared").resolve(file);
            }
        }
        System.out.println("no shared captures here: skipped");
        assumeTrue(false);
        throw new AssertionError();
    }
}
