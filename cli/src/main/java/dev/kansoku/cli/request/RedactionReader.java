// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.engine.redact.Redaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is redacted: {@code --redact payload --redact 'password=[^ ]+'}. */
public final class RedactionReader {
    private RedactionReader() {}

    /** Null where nothing is. */
    public static @Nullable Redaction read(List<String> words) throws UsageException {
        if (words.isEmpty()) {
            return null;
        }
        for (String word : words) {
            if (word.isEmpty()) {
                throw new UsageException(
                        "option --redact takes payload, env, args or a regular expression");
            }
        }
        try {
            return Redaction.of(words);
        } catch (IllegalArgumentException e) {
            throw new UsageException("option --redact: " + e.getMessage());
        }
    }
}
