// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.scap.OlderReader;
import org.jspecify.annotations.Nullable;

/** Reads for which readers events are recorded: {@code --compat YEAR}. */
final class CompatReader {
    private CompatReader() {}

    /** Null where they know all that there is. */
    static @Nullable OlderReader read(Arguments arguments) throws UsageException {
        if (!arguments.has("compat")) {
            return null;
        }
        long year = arguments.number("compat", OlderReader.FIRST_YEAR, OlderReader.LAST_YEAR);
        return OlderReader.ofYear((int) year);
    }
}
