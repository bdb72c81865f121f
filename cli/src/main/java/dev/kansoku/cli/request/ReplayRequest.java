// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import java.util.List;

/**
 * Captures to read.
 *
 * @param files their names; {@code -} is standard input
 * @param options in which order, and which part
 * @param exitsOnly whether enters and exits become exits alone
 */
public record ReplayRequest(
        List<String> files,
        ReplayOptions options,
        boolean exitsOnly,
        Selection selection,
        RightsRequest rights) {
    public ReplayRequest {
        files = List.copyOf(files);
    }
}
