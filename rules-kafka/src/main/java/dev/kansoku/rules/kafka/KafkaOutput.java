// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.kafka;

import dev.kansoku.rules.output.AlertMessage;
import dev.kansoku.rules.output.AlertOutput;
import dev.kansoku.rules.output.RefusedAlertException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes alerts to a topic of Kafka: the value is the alert, the key the machine's name, so that
 * one machine's alerts stay in order, the time the event's, and rule, priority and source are
 * headers. An alert counts as sent when all of the topic's replicas that are in step have it.
 *
 * <p>Kafka's client waits and tries again for {@code timeout} itself; what did not arrive then is
 * given to a new one, since a client that has lost track of what arrived cannot be told to forget.
 */
final class KafkaOutput implements AlertOutput {
    /** How many alerts are on their way at once. */
    private static final int MOST = 256;

    private static final long MOST_BYTES = 512 << 10;

    private final KafkaAddress address;
    private final KafkaSettings settings;
    private volatile @Nullable Producer<byte[], byte[]> producer;
    private volatile boolean closed;

    KafkaOutput(KafkaAddress address, KafkaSettings settings) {
        this.address = address;
        this.settings = settings;
    }

    @Override
    public String name() {
        return address.name();
    }

    @Override
    public int send(List<AlertMessage> messages) throws IOException {
        try {
            Producer<byte[], byte[]> to = connected();
            List<Future<RecordMetadata>> underWay = new ArrayList<>();
            long bytes = 0;
            for (AlertMessage message : messages) {
                bytes += message.body().length;
                if (underWay.size() == MOST || (bytes > MOST_BYTES && !underWay.isEmpty())) {
                    break;
                }
                Future<RecordMetadata> one = to.send(record(message));
                underWay.add(one);
                if (one.isDone() && one.state() == Future.State.FAILED) {
                    break; // each that follows would wait as long for a broker that is not there
                }
            }
            return arrived(underWay);
        } catch (RecordTooLargeException e) {
            throw new RefusedAlertException(reason(e));
        } catch (InterruptException e) {
            drop();
            Thread.currentThread().interrupt();
            throw new IOException("was broken off", e);
        } catch (KafkaException | IllegalStateException e) {
            drop();
            throw new IOException(reason(e), e);
        }
    }

    /** Waits for them in their order, and counts those before the first that did not arrive. */
    private int arrived(List<Future<RecordMetadata>> underWay) throws IOException {
        int count = 0;
        try {
            for (Future<RecordMetadata> one : underWay) {
                one.get(2 * settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
                count++;
            }
            return count;
        } catch (ExecutionException e) {
            if (count == 0 && e.getCause() instanceof RecordTooLargeException large) {
                throw new RefusedAlertException(reason(large));
            }
            return failed(count, e.getCause() == null ? e : e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            return failed(count, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(count, e);
        }
    }

    private int failed(int count, Throwable why) throws IOException {
        drop();
        if (count == 0) {
            throw new IOException(reason(why), why);
        }
        return count;
    }

    private static String reason(Throwable e) {
        Throwable deepest = e;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            deepest = cause;
        }
        String message = deepest.getMessage();
        return message == null || message.isBlank() ? deepest.getClass().getSimpleName() : message;
    }

    private ProducerRecord<byte[], byte[]> record(AlertMessage message) {
        long millis = Math.max(0, TimeUnit.NANOSECONDS.toMillis(message.nanos()));
        byte[] key = message.hostname().isEmpty() ? null : utf8(message.hostname());
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(address.topic(), null, millis, key, message.body());
        record.headers().add("rule", utf8(message.rule()));
        record.headers().add("priority", utf8(message.priority().text()));
        record.headers().add("source", utf8(message.source()));
        return record;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Producer<byte[], byte[]> connected() throws IOException {
        if (closed) {
            throw new IOException("is closed");
        }
        Producer<byte[], byte[]> known = producer;
        if (known != null) {
            return known;
        }
        Map<String, Object> client = settings.client(address.brokers());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The client finds classes by their names in the loader of the thread that makes it.
        thread.setContextClassLoader(KafkaOutput.class.getClassLoader());
        try {
            Producer<byte[], byte[]> made =
                    new KafkaProducer<>(
                            client, new ByteArraySerializer(), new ByteArraySerializer());
            producer = made;
            return made;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void drop() {
        Producer<byte[], byte[]> known = producer;
        producer = null;
        if (known != null) {
            // Even at once a client waits for its own thread, which may be waiting for a broker.
            Thread.ofPlatform()
                    .daemon()
                    .name("kansoku-kafka-close")
                    .start(() -> known.close(Duration.ZERO));
        }
    }

    /** Certificates are read anew by the next client. */
    @Override
    public void reopen() {
        drop();
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }
}
