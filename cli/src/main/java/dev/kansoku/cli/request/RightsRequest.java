// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.capture.Launch.RunAs;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the rights that Kansoku was started with.
 *
 * @param kept whether they are kept to the end
 * @param caller who lent them by sudo, or null
 */
public record RightsRequest(boolean kept, @Nullable RunAs caller) {}
