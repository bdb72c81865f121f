// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter.syntax;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** In which language a filter is written. */
public enum Dialect {
    /** That of sysdig and Falco. */
    SYSDIG,
    /** That of Wireshark's and Stratoshark's display filters. */
    WIRESHARK;

    /** As options and messages call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The dialect of that name, or null. */
    public static @Nullable Dialect named(String word) {
        for (Dialect dialect : values()) {
            if (dialect.word().equals(word)) {
                return dialect;
            }
        }
        return null;
    }
}
