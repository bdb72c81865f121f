// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.kafka;

import dev.kansoku.rules.output.AlertOutput;
import dev.kansoku.rules.output.AlertOutputProvider;
import dev.kansoku.rules.output.OutputSpecException;
import java.util.List;
import java.util.SequencedMap;

/** Provides outputs to Kafka: {@code kafka://HOST:PORT,HOST:PORT/TOPIC}. */
public final class KafkaOutputProvider implements AlertOutputProvider {
    @Override
    public String scheme() {
        return "kafka";
    }

    @Override
    public AlertOutput open(String address, SequencedMap<String, List<String>> properties)
            throws OutputSpecException {
        return new KafkaOutput(KafkaAddress.of(address), KafkaSettings.of(properties));
    }
}
