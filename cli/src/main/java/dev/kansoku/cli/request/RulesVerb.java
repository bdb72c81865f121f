// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import java.nio.file.Path;
import java.util.List;

/**
 * {@code kansoku rules VERB}: what is said of rule files without any event.
 *
 * @param what is asked
 * @param files and folders with rules, in order
 * @param names of the rules, macros and lists that are asked for
 */
public record RulesVerb(What what, List<Path> files, List<String> names, boolean json) {
    /** What can be asked of rule files. */
    public enum What {
        CHECK,
        LIST,
        DESCRIBE
    }

    public RulesVerb {
        files = List.copyOf(files);
        names = List.copyOf(names);
    }
}
