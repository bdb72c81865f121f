// SPDX-License-Identifier: Apache-2.0
/**
 * Alerts to Kafka. A jar of its own, since Kafka's client is larger than all of Kansoku; the
 * command finds it in a folder of extensions.
 */
@NullMarked
package dev.kansoku.rules.kafka;

import org.jspecify.annotations.NullMarked;
