// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.kafka;

import dev.kansoku.rules.output.OutputSpecException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a user says of an output to Kafka, beside what all outputs have: {@code timeout}, files for
 * TLS, and properties of Kafka's client, in a file where they are secret.
 *
 * @param timeout how long a batch may take, connecting included
 * @param ca file of the authorities that are believed; with it or a key, connections are of TLS
 * @param cert file of the client's certificate
 * @param key file of its key, PKCS #8
 * @param files of properties
 * @param properties those that are given one by one, which win
 */
record KafkaSettings(
        Duration timeout,
        @Nullable Path ca,
        @Nullable Path cert,
        @Nullable Path key,
        List<Path> files,
        Map<String, String> properties) {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");
    private static final Duration STANDARD = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** What the output sets itself, since what it promises depends on it. */
    private static final Set<String> OWN =
            Set.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    ProducerConfig.MAX_BLOCK_MS_CONFIG);

    static KafkaSettings of(Map<String, List<String>> given) throws OutputSpecException {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String property : given.getOrDefault("property", List.of())) {
            int equals = property.indexOf('=');
            if (equals <= 0) {
                throw new OutputSpecException(
                        "property", "property is name=value, not \"" + property + "\"");
            }
            String name = property.substring(0, equals);
            if (OWN.contains(name)) {
                throw new OutputSpecException("property", "property " + name + " is Kansoku's own");
            }
            properties.put(name, property.substring(equals + 1));
        }
        List<Path> files = new ArrayList<>();
        for (String file : given.getOrDefault("property-file", List.of())) {
            files.add(path("property-file", file));
        }
        Path cert = file(given, "cert");
        Path key = file(given, "key");
        if ((cert == null) != (key == null)) {
            throw new OutputSpecException(
                    cert == null ? "key" : "cert", "cert and key are given together");
        }
        return new KafkaSettings(timeout(given), file(given, "ca"), cert, key, files, properties);
    }

    private static Duration timeout(Map<String, List<String>> given) throws OutputSpecException {
        List<String> texts = given.getOrDefault("timeout", List.of());
        if (texts.isEmpty()) {
            return STANDARD;
        }
        Matcher parts = SPAN.matcher(texts.getLast());
        if (parts.matches()) {
            long number = Long.parseLong(parts.group(1));
            Duration timeout =
                    switch (parts.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofSeconds(number);
                    };
            if (timeout.compareTo(SHORTEST) >= 0 && timeout.compareTo(LONGEST) <= 0) {
                return timeout;
            }
        }
        throw new OutputSpecException("timeout", "timeout is from 100ms to 1h");
    }

    private static @Nullable Path file(Map<String, List<String>> given, String name)
            throws OutputSpecException {
        List<String> texts = given.getOrDefault(name, List.of());
        return texts.isEmpty() ? null : path(name, texts.getLast());
    }

    private static Path path(String name, String text) throws OutputSpecException {
        try {
            Path file = Path.of(text);
            if (!Files.isReadable(file)) {
                throw new OutputSpecException(name, name + ": " + text + " cannot be read");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new OutputSpecException(name, name + ": \"" + text + "\" is no file's name");
        }
    }

    /**
     * What Kafka's client is told. Files are read anew each time, since certificates are renewed.
     *
     * @throws IOException where a file cannot be read
     */
    Map<String, Object> client(String brokers) throws IOException {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put(ProducerConfig.CLIENT_ID_CONFIG, "kansoku");
        client.put(ProducerConfig.ACKS_CONFIG, "all");
        for (Path file : files) {
            Properties read = new Properties();
            read.load(new StringReader(Files.readString(file)));
            read.forEach((name, value) -> client.put(name.toString(), value));
        }
        if (ca != null || key != null) {
            client.put("security.protocol", "SSL");
        }
        if (ca != null) {
            client.put("ssl.truststore.type", "PEM");
            client.put("ssl.truststore.certificates", Files.readString(ca));
        }
        if (cert != null && key != null) {
            client.put("ssl.keystore.type", "PEM");
            client.put("ssl.keystore.certificate.chain", Files.readString(cert));
            client.put("ssl.keystore.key", Files.readString(key));
        }
        client.putAll(properties);
        int millis = (int) timeout.toMillis();
        client.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        client.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        client.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        client.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        client.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        return client;
    }
}
