// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code settings.tsv}.
 *
 * @param path names with dots between; {@code []} behind one that is a list of sections
 * @param kind of its value
 * @param fallback the value that it has where nobody gives one, null for none
 * @param bounds the least and the most of a number, span or size as they are written
 * @param words that a value may be, empty for any
 * @param option of the command line that stands for the same, or null
 * @param environment whether <code>${NAME}</code> in it is replaced
 * @param description for people
 */
public record Setting(
        String path,
        SettingKind kind,
        @Nullable String fallback,
        @Nullable Bounds bounds,
        List<String> words,
        @Nullable String option,
        boolean environment,
        String description) {
    /** Behind the name of a list of sections. */
    static final String EACH = "[]";

    /** The least and the most a value may be, as they are written. */
    public record Bounds(String least, String most) {}

    public Setting {
        words = List.copyOf(words);
    }

    /** Its name in the section that it stands in. */
    public String name() {
        String last = path.substring(path.lastIndexOf('.') + 1);
        return last.endsWith(EACH) ? last.substring(0, last.length() - EACH.length()) : last;
    }

    /** The section that it stands in; empty for the outermost. */
    public String section() {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }
}
