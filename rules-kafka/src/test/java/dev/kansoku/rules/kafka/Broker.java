// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** A broker of the test's own in a process of its own, on the loopback, which can be killed. */
final class Broker implements AutoCloseable {
    private static final String CLUSTER = "kansokuTestCluster0000";
    private static final long PATIENCE_SECONDS = 120;

    private final Path folder;
    private final Path properties;
    private final int port;
    private @Nullable Process process;

    private Broker(Path folder) throws IOException {
        this.folder = folder;
        this.port = freePort();
        int controller = freePort();
        properties = folder.resolve("server.properties");
        Files.writeString(
                properties,
                """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                num.network.threads=1
                num.io.threads=2
                """
                        .formatted(port, controller, folder.resolve("logs")));
    }

    static Broker start(Path folder) throws IOException, InterruptedException {
        Broker broker = new Broker(folder);
        Process format =
                broker.java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", "%s");
        if (!format.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
            throw new IOException("no broker: " + Files.readString(folder.resolve("told")));
        }
        broker.start();
        return broker;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        for (String argument : arguments) {
            command.add(argument.equals("%s") ? properties.toString() : argument);
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        return builder.directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("told").toFile()))
                .start();
    }

    void start() throws IOException {
        process = java("kafka.Kafka", "%s");
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    void makeTopic(String name) throws InterruptedException, IOException {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(Set.of(new NewTopic(name, 1, (short) 1)))
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IOException(Files.readString(folder.resolve("told")), e);
        }
    }

    /** What a topic holds, once it is so many. */
    List<ConsumerRecord<String, String>> read(String topic, int count) {
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client(), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (all.size() < count && System.nanoTime() < until) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    private Map<String, Object> client() {
        return Map.of(
                "bootstrap.servers",
                address(),
                "default.api.timeout.ms",
                (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS),
                "request.timeout.ms",
                (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    }

    /** As a machine ends that loses its power. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
