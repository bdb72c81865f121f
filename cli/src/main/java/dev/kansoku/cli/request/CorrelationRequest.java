// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.cli.option.TimePoint;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of detection beyond single events.
 *
 * @param dedupNanos for how long equal alerts are counted and not told, 0 for never
 * @param why whether alerts of all rules say why
 * @param folder where is recorded around matches of rules that ask for it, or null where nothing is
 */
public record CorrelationRequest(long dedupNanos, boolean why, @Nullable String folder) {
    static CorrelationRequest read(Arguments arguments) throws UsageException {
        String dedup = arguments.value("dedup");
        String folder = arguments.value("capture-dir");
        if (folder != null && folder.indexOf('%') >= 0) {
            throw new UsageException("option --capture-dir takes no folder with a % in its name");
        }
        if (folder != null && !Files.isDirectory(Path.of(folder))) {
            throw new UsageException(folder + " is no folder that recordings can go to");
        }
        return new CorrelationRequest(
                dedup == null ? 0 : TimePoint.span("dedup", dedup), arguments.has("why"), folder);
    }
}
