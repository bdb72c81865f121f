// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.capture.KernelPredicate.Subject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which fields the kernel can be asked for, and why not others: {@code kernel-fields.tsv}. */
final class KernelFields {
    private static final Map<String, String[]> ROWS = new HashMap<>();

    static {
        for (String[] row : Tables.read("kernel-fields.tsv", 3)) {
            ROWS.put(row[0], row);
        }
    }

    private KernelFields() {}

    /** What the kernel calls the number that a field shows, or null. */
    static @Nullable Subject subject(String field) {
        String[] row = ROWS.get(field);
        return row == null || row[1].equals("-") || row[1].equals("own")
                ? null
                : Subject.valueOf(row[1]);
    }

    /** Why a check of a field is made in Java alone. */
    static String reason(String field) {
        String[] row = ROWS.get(field);
        for (String key = field; row == null; row = ROWS.get(key + ".")) {
            int dot = key.lastIndexOf('.');
            if (dot < 0) {
                return "the kernel does not keep it";
            }
            key = key.substring(0, dot);
        }
        return row[1].equals("-") ? row[2] : "the kernel cannot compare it this way";
    }

    /**
     * Whether a field counts or times the events before, so that its filter has to see those too.
     */
    static boolean counts(String field) {
        return field.equals("evt.num")
                || field.startsWith("evt.deltatime")
                || field.startsWith("evt.reltime");
    }
}
