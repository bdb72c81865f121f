// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.kafka;

import dev.kansoku.rules.output.OutputSpecException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where alerts go.
 *
 * @param brokers those that are asked first, as Kafka's client has them: {@code host:port}, with
 *     commas between
 * @param topic that alerts are written to
 */
record KafkaAddress(String brokers, String topic) {
    private static final String DEFAULT_PORT = "9092";
    private static final Pattern FORM =
            Pattern.compile("kafka://([^/@?#\\s]{1,4096})/([A-Za-z0-9._-]{1,249})");
    private static final Pattern BROKER =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

    /** Reads {@code kafka://HOST[:PORT][,HOST[:PORT]...]/TOPIC}. */
    static KafkaAddress of(String address) throws OutputSpecException {
        Matcher parts = FORM.matcher(address);
        if (!parts.matches() || parts.group(2).equals(".") || parts.group(2).equals("..")) {
            throw new OutputSpecException(
                    null,
                    "an output to Kafka is kafka://HOST:PORT/TOPIC, with commas between several"
                            + " brokers");
        }
        String brokers =
                Arrays.stream(parts.group(1).split(",", -1))
                        .map(KafkaAddress::withPort)
                        .collect(Collectors.joining(","));
        if (brokers.contains("?")) {
            throw new OutputSpecException(
                    null, "\"" + parts.group(1) + "\" names no brokers: HOST:PORT is expected");
        }
        return new KafkaAddress(brokers, parts.group(2));
    }

    /** A question mark for what is no broker, which no address has. */
    private static String withPort(String broker) {
        Matcher parts = BROKER.matcher(broker);
        if (!parts.matches()) {
            return "?";
        }
        String port = parts.group(2) == null ? DEFAULT_PORT : parts.group(2);
        int number = Integer.parseInt(port);
        return number == 0 || number > 0xffff ? "?" : parts.group(1) + ":" + port;
    }

    /** As messages and metrics name it. */
    String name() {
        return "kafka://" + brokers + "/" + topic;
    }
}
