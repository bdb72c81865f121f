// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.rules.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
    @TempDir Path folder;

    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

    /** A receiver in memory that can be away, hang, or refuse. */
    private static final class Receiver implements AlertOutput {
        final List<String> got = Collections.synchronizedList(new ArrayList<>());
        volatile boolean called;
        volatile boolean away;
        volatile String refused = "";
        volatile int most = Integer.MAX_VALUE;
        volatile CountDownLatch hangs = new CountDownLatch(0);

        @Override
        public String name() {
            return "receiver";
        }

        @Override
        public int send(List<AlertMessage> messages) throws IOException {
            called = true;
            try {
                hangs.await();
            } catch (InterruptedException e) {
                throw new IOException("broken off", e);
            }
            if (away) {
                throw new IOException("nobody is there");
            }
            if (Alerts.text(messages.getFirst()).equals(refused)) {
                throw new RefusedAlertException("not that one");
            }
            int count = Math.min(most, messages.size());
            for (AlertMessage message : messages.subList(0, count)) {
                got.add(Alerts.text(message));
            }
            return count;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private Outputs outputs(Receiver receiver, int queue, boolean spills, Patience patience)
            throws IOException {
        return Outputs.of(
                List.of(
                        new Lane(
                                receiver,
                                alert -> alert.priority().atLeast(Priority.NOTICE),
                                Alerts.TEXT,
                                new OutputLimits(
                                        queue,
                                        1 << 20,
                                        spills ? folder.resolve("spill") : null,
                                        1 << 20,
                                        patience),
                                notes::add)));
    }

    private static void give(Outputs outputs, int from, int to) {
        for (int i = from; i < to; i++) {
            outputs.accept(Alerts.alert(i));
        }
    }

    @Test
    void givesAllInOrder() throws IOException {
        Receiver receiver = new Receiver();
        receiver.most = 3;
        Outputs outputs = outputs(receiver, 10_000, false, Patience.NONE);
        give(outputs, 0, 1000);
        outputs.close();
        assertThat(receiver.got).isEqualTo(Alerts.numbers(0, 1000));
        OutputCounts counts = outputs.counts().getFirst();
        assertThat(counts.sent()).isEqualTo(1000);
        assertThat(counts.lost()).isZero();
        assertThat(counts.queued()).isZero();
        assertThat(notes).isEmpty();
    }

    @Test
    void neverWaitsForAReceiverThatHangsAndCountsWhatHasNoRoom() throws IOException {
        Receiver receiver = new Receiver();
        receiver.hangs = new CountDownLatch(1);
        Outputs outputs = outputs(receiver, 100, false, Patience.NONE);
        long begin = System.nanoTime();
        give(outputs, 0, 100_000);
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
        outputs.close(Duration.ofMillis(200));
        OutputCounts counts = outputs.counts().getFirst();
        assertThat(counts.accepted()).isEqualTo(100_000);
        assertThat(counts.dropped() + counts.undelivered()).isEqualTo(100_000);
        assertThat(counts.undelivered()).isBetween(100L, 356L);
    }

    @Test
    void aReceiverThatComesBackGetsAllInOrder() throws IOException {
        Receiver receiver = new Receiver();
        receiver.away = true;
        Outputs outputs = outputs(receiver, 1000, false, Patience.NONE);
        give(outputs, 0, 500);
        Alerts.await(() -> outputs.counts().getFirst().retries() > 2);
        assertThat(outputs.counts().getFirst().failing()).isTrue();
        receiver.away = false;
        Alerts.await(() -> outputs.counts().getFirst().sent() == 500);
        give(outputs, 500, 510);
        outputs.close();
        assertThat(receiver.got).isEqualTo(Alerts.numbers(0, 510));
        assertThat(notes)
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .isEqualTo(
                                                "receiver: takes no alerts, and they wait: nobody"
                                                        + " is there"),
                        second -> assertThat(second).contains("takes alerts again"));
    }

    @Test
    void waitsOnDiskWhileTheReceiverIsAwayAndKeepsTheOrder() throws IOException {
        Receiver receiver = new Receiver();
        receiver.away = true;
        Outputs outputs = outputs(receiver, 100, true, Patience.NONE);
        for (int i = 0; i < 3000; i += 30) {
            give(outputs, i, i + 30);
            int all = i + 30;
            Alerts.await(() -> outputs.counts().getFirst().spilled() == all);
        }
        receiver.away = false;
        Alerts.await(() -> outputs.counts().getFirst().sent() > 500);
        give(outputs, 3000, 3050);
        outputs.close();
        assertThat(receiver.got).isEqualTo(Alerts.numbers(0, 3050));
        assertThat(outputs.counts().getFirst().lost()).isZero();
    }

    @Test
    void waitsOnDiskWhileTheReceiverHangs() throws IOException {
        Receiver receiver = new Receiver();
        receiver.hangs = new CountDownLatch(1);
        Outputs outputs = outputs(receiver, 100, true, Patience.NONE);
        give(outputs, 0, 1);
        Alerts.await(() -> receiver.called);
        for (int i = 1; i < 1000; i += 37) {
            give(outputs, i, i + 37);
            Alerts.await(() -> outputs.counts().getFirst().queued() <= 51);
        }
        receiver.hangs.countDown();
        outputs.close();
        assertThat(receiver.got).isEqualTo(Alerts.numbers(0, 1000));
    }

    @Test
    void whatIsNotDeliveredWaitsForTheNextRun() throws IOException {
        Receiver receiver = new Receiver();
        receiver.away = true;
        Outputs first = outputs(receiver, 1000, true, Patience.NONE);
        give(first, 0, 300);
        first.close();
        assertThat(first.counts().getFirst().undelivered()).isZero();
        assertThat(first.counts().getFirst().spilled()).isEqualTo(300);
        receiver.away = false;
        Outputs second = outputs(receiver, 1000, true, Patience.NONE);
        give(second, 300, 310);
        second.close();
        assertThat(second.counts().getFirst().recovered()).isEqualTo(300);
        assertThat(receiver.got).isEqualTo(Alerts.numbers(0, 310));
    }

    @Test
    void oneRefusedAlertHoldsUpNoOther() throws IOException {
        Receiver receiver = new Receiver();
        receiver.refused = "alert 0";
        Outputs outputs = outputs(receiver, 1000, false, Patience.NONE);
        give(outputs, 0, 5);
        outputs.close();
        assertThat(receiver.got).isEqualTo(Alerts.numbers(1, 5));
        assertThat(outputs.counts().getFirst().refused()).isEqualTo(1);
        assertThat(notes).containsExactly("receiver: refuses an alert: not that one");
    }

    @Test
    void aReplayWaitsForASlowReceiver() throws IOException {
        Receiver receiver = new Receiver();
        receiver.most = 5;
        Outputs outputs = outputs(receiver, 10, false, Patience.WAITS);
        give(outputs, 0, 20_000);
        outputs.close();
        assertThat(receiver.got).isEqualTo(Alerts.numbers(0, 20_000));
    }

    @Test
    void anOutputGetsNoAlertsThatMatterLess() throws IOException {
        Receiver receiver = new Receiver();
        Outputs outputs = outputs(receiver, 10, false, Patience.NONE);
        outputs.accept(Alerts.alert("debug", Priority.DEBUG));
        outputs.accept(Alerts.alert("critical", Priority.CRITICAL));
        outputs.close();
        assertThat(receiver.got).containsExactly("critical");
        assertThat(outputs.counts().getFirst().accepted()).isEqualTo(1);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static OutputSpec spec(String text) throws OutputSpecException {
        return OutputSpec.parse(text);
    }

    @Test
    void outputsAreExchangedAndThoseThatStayGoOn() throws Exception {
        OutputSurroundings surroundings = Alerts.surroundings(Patience.NONE, notes::add);
        OutputSpec stays = spec("file:" + file("stays"));
        try (Outputs outputs =
                Outputs.open(List.of(spec("file:" + file("goes")), stays), surroundings)) {
            outputs.accept(Alerts.alert(0));

            List<OutputCounts> ended =
                    outputs.exchange(List.of(stays, spec("file:" + file("comes"))), surroundings);
            outputs.accept(Alerts.alert(1));

            assertThat(ended).hasSize(1);
            assertThat(ended.getFirst().sent()).isEqualTo(1);
            assertThat(outputs.counts().getFirst().accepted()).isEqualTo(2);
        }
        assertThat(lines(file("goes"))).hasSize(1);
        assertThat(lines(file("stays"))).hasSize(2);
        assertThat(lines(file("comes"))).hasSize(1);
    }

    @Test
    void anExchangeThatCannotBeChangesNothing() throws Exception {
        OutputSurroundings surroundings = Alerts.surroundings(Patience.NONE, notes::add);
        String kept = "file:" + file("kept") + " spill=" + file("spill");
        try (Outputs outputs = Outputs.open(List.of(spec(kept)), surroundings)) {
            assertThatThrownBy(
                            () ->
                                    outputs.exchange(
                                            List.of(spec("file:" + file("none/such"))),
                                            surroundings))
                    .isInstanceOf(OutputSpecException.class);
            assertThatThrownBy(
                            () ->
                                    outputs.exchange(
                                            List.of(spec(kept + " format=json")), surroundings))
                    .hasMessageContaining("need a restart");
            outputs.accept(Alerts.alert(0));
        }

        assertThat(lines(file("kept"))).hasSize(1);
    }
}
