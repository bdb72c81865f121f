// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kansoku.rules.Priority;
import dev.kansoku.rules.alert.Alert;
import dev.kansoku.rules.alert.AlertJson;
import dev.kansoku.rules.alert.AlertText;
import dev.kansoku.rules.alert.AlertTime;
import dev.kansoku.rules.output.AlertMessage;
import dev.kansoku.rules.output.OutputSpec;
import dev.kansoku.rules.output.OutputSpecException;
import dev.kansoku.rules.output.OutputSurroundings;
import dev.kansoku.rules.output.Outputs;
import dev.kansoku.rules.output.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts to a broker of Kafka's own. */
class KafkaOutputTest {
    private static final AlertTime TIME = new AlertTime(ZoneOffset.UTC, true);
    private static final long SECOND = 1_000_000_000L;

    @TempDir Path folder;

    private final List<String> notes = new CopyOnWriteArrayList<>();

    private Outputs outputs(String spec) throws OutputSpecException {
        return Outputs.open(
                List.of(OutputSpec.parse(spec)),
                new OutputSurroundings(
                        new AlertText(TIME),
                        new AlertJson(TIME, true, true),
                        false,
                        Patience.NONE,
                        path -> {
                            throw new IOException("no syslog at " + path);
                        },
                        notes::add,
                        form -> form));
    }

    private static Alert alert(int number) {
        return new Alert(
                1_700_000_000 * SECOND + number,
                "rule",
                Priority.WARNING,
                "syscall",
                "host",
                "alert " + number,
                List.of("tag"),
                new LinkedHashMap<>(Map.of("proc.name", "cat")));
    }

    private static void send(Outputs to, int from, int count) {
        IntStream.range(from, from + count).forEach(number -> to.accept(alert(number)));
    }

    @Test
    void alertsArriveAsJsonInTheirOrderAndWaitForABrokerThatIsAway() throws Exception {
        try (Broker broker = Broker.start(folder)) {
            broker.makeTopic("alerts");
            String spec =
                    "kafka://"
                            + broker.address()
                            + "/alerts timeout=2s spill="
                            + folder.resolve("spill");
            try (Outputs outputs = outputs(spec)) {
                send(outputs, 0, 1000);
                List<ConsumerRecord<String, String>> first = broker.read("alerts", 1000);
                assertThat(first).hasSize(1000);
                ConsumerRecord<String, String> one = first.getFirst();
                assertThat(one.key()).isEqualTo("host");
                assertThat(one.timestamp()).isEqualTo(1_700_000_000_000L);
                assertThat(new String(one.headers().lastHeader("rule").value(), UTF_8))
                        .isEqualTo("rule");
                assertThat(new String(one.headers().lastHeader("priority").value(), UTF_8))
                        .isEqualTo("Warning");
                assertThat(one.value())
                        .startsWith("{\"hostname\":\"host\",\"output\":\"2023-11-14T22:13:20")
                        .contains("alert 0");

                broker.kill();
                send(outputs, 1000, 500);
                await(() -> notes.stream().anyMatch(note -> note.contains("they wait")));
                await(() -> outputs.counts().getFirst().spilled() > 0);
                broker.start();
                List<ConsumerRecord<String, String>> all = broker.read("alerts", 1500);

                assertThat(all.stream().map(KafkaOutputTest::number).distinct())
                        .containsExactlyElementsOf(IntStream.range(0, 1500).boxed().toList());
                await(() -> notes.stream().anyMatch(note -> note.contains("again")));
                assertThat(outputs.counts().getFirst().dropped()).isZero();
            }
        }
    }

    private static int number(ConsumerRecord<String, String> record) {
        return Integer.parseInt(record.value().replaceAll(".*alert (\\d+)\".*", "$1"));
    }

    private interface Question {
        boolean isTrue();
    }

    private static void await(Question question) throws InterruptedException {
        for (int i = 0; i < 6000 && !question.isTrue(); i++) {
            Thread.sleep(10);
        }
        assertThat(question.isTrue()).isTrue();
    }

    @Test
    void nobodyThereIsToldInTimeAndAnEndIsNotKeptWaiting() throws Exception {
        Outputs outputs = outputs("kafka://127.0.0.1:1/alerts timeout=1s");
        send(outputs, 0, 200); // which do not wait for their time one after the other
        await(() -> !notes.isEmpty());
        long begin = System.nanoTime();
        outputs.close(Duration.ofMillis(300));

        assertThat(System.nanoTime() - begin).isLessThan(20 * SECOND);
        assertThat(outputs.counts().getFirst().undelivered()).isEqualTo(200);
        assertThat(notes.getFirst()).startsWith("kafka://127.0.0.1:1/alerts: takes no alerts");
    }

    @Test
    void anAlertThatIsTooLargeIsRefused() throws Exception {
        KafkaOutput output =
                new KafkaOutput(
                        KafkaAddress.of("kafka://127.0.0.1:1/alerts"),
                        KafkaSettings.of(
                                Map.of(
                                        "timeout",
                                        List.of("200ms"),
                                        "property",
                                        List.of("max.request.size=100"))));
        AlertMessage large =
                new AlertMessage(0, Priority.INFORMATIONAL, "r", "s", "h", new byte[1000]);

        // the size is known before anybody is asked, but the topic is asked about first
        assertThatThrownBy(() -> output.send(List.of(large))).isInstanceOf(IOException.class);
        output.close();
    }

    @Test
    void mistakesAreToldBeforeAnythingIsOpened() {
        for (Map.Entry<String, String> wrong :
                Map.of(
                                "kafka://host:9092",
                                "kafka://HOST:PORT/TOPIC",
                                "kafka://host:0/t",
                                "names no brokers",
                                "kafka://host/t property=acks",
                                "property is name=value",
                                "kafka://host/t property=bootstrap.servers=x",
                                "Kansoku's own",
                                "kafka://host/t cert=/etc/hostname",
                                "given together",
                                "kafka://host/t property-file=/nowhere",
                                "cannot be read",
                                "kafka://host/t timeout=9h",
                                "from 100ms to 1h",
                                "kafka://host/t gzip=yes",
                                "no setting")
                        .entrySet()) {
            assertThatThrownBy(() -> Outputs.check(OutputSpec.parse(wrong.getKey())))
                    .as(wrong.getKey())
                    .isInstanceOf(OutputSpecException.class)
                    .hasMessageContaining(wrong.getValue());
        }
    }

    @Test
    void brokersHaveAPortAndTheNameHoldsNoSecret() throws Exception {
        KafkaAddress address = KafkaAddress.of("kafka://a.example,[::1]:9093/my.topic");

        assertThat(address.brokers()).isEqualTo("a.example:9092,[::1]:9093");
        assertThat(address.name()).isEqualTo("kafka://a.example:9092,[::1]:9093/my.topic");
        assertThat(
                        KafkaSettings.of(Map.of("property", List.of("compression.type=gzip")))
                                .client(address.brokers()))
                .containsEntry("acks", "all")
                .containsEntry("compression.type", "gzip")
                .containsEntry("bootstrap.servers", address.brokers());
    }
}
