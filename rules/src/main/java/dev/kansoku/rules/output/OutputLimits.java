// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.output;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How much waits for an output.
 *
 * @param alerts that wait in memory at most
 * @param bytes of them, about
 * @param spill a folder of its own for those that wait on disk, null for none
 * @param spillBytes of the files in it
 * @param patience of whoever has the alerts
 */
record OutputLimits(
        int alerts, long bytes, @Nullable Path spill, long spillBytes, Patience patience) {}
