// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.util.List;
import java.util.SequencedMap;

/**
 * Provides outputs of a kind that a jar of its own has, such as those to Kafka; found by {@link
 * java.util.ServiceLoader}.
 */
public interface AlertOutputProvider {
    /** How the addresses begin that it is for, without the colon, such as {@code kafka}. */
    String scheme();

    /**
     * Makes an output, which connects when it is given the first alert.
     *
     * @param address all of it
     * @param properties for the library that it uses
     * @throws OutputSpecException where it cannot be as it is written
     */
    AlertOutput open(String address, SequencedMap<String, List<String>> properties)
            throws OutputSpecException;
}
