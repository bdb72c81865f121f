// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.scap.OlderReader;
import dev.kansoku.scap.ScapWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The capture that events are recorded in.
 *
 * @param name of the file, {@code -} for standard output
 * @param compression how it is packed
 * @param rotation when it goes on in another file
 * @param keepsState whether all is kept that tells of the system, whatever the filter says
 * @param older the readers of an earlier year that it is for, null for those of today
 */
public record Recording(
        String name,
        ScapWriter.Compression compression,
        Rotation rotation,
        boolean keepsState,
        @Nullable OlderReader older) {
    /** Begins a capture of it in a file of this name. */
    public ScapWriter create(String file) throws IOException {
        return ScapWriter.create(file, compression).writeFor(older);
    }

    /** Refuses to record in a file that is read. */
    public void requireOther(List<String> captures) throws UsageException {
        Path file = Path.of(name);
        if (!Files.isRegularFile(file)) {
            return;
        }
        for (String capture : captures) {
            try {
                Path read = Path.of(capture);
                if (Files.exists(read) && Files.isSameFile(read, file)) {
                    throw new UsageException(
                            name + " cannot be read (-r) and recorded in (-w) at once");
                }
            } catch (IOException e) {
                throw new UsageException(name + ": " + e.getMessage());
            }
        }
    }

    /** Whether it goes to standard output. */
    public boolean isStandardOutput() {
        return ScapWriter.isStandardOutput(name);
    }
}
