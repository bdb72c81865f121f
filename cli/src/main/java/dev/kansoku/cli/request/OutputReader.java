// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import dev.kansoku.rules.output.OutputSpec;
import dev.kansoku.rules.output.OutputSpecException;
import dev.kansoku.rules.output.Outputs;
import java.util.ArrayList;
import java.util.List;

/** Reads where alerts go: {@code --send 'file:/var/log/alerts rotate-bytes=10M'}. */
final class OutputReader {
    private OutputReader() {}

    /**
     * Checks what can be without opening anything.
     *
     * @param setup what says it where the command line does not
     * @return empty where nothing is said
     */
    static List<OutputSpec> read(Arguments arguments, DetectConfig setup) throws UsageException {
        List<String> words = arguments.all("send");
        if (!words.isEmpty() && arguments.has("output")) {
            throw new UsageException(
                    "options --send and -o both say where alerts go: --send file:PATH is the like");
        }
        if (words.isEmpty() && !arguments.has("output")) {
            return setup.outputs();
        }
        List<OutputSpec> specs = new ArrayList<>();
        for (String word : words) {
            try {
                OutputSpec spec = OutputSpec.parse(word);
                Outputs.check(spec);
                specs.add(spec);
            } catch (OutputSpecException e) {
                throw new UsageException("option --send: " + e.getMessage());
            }
        }
        return specs;
    }
}
