// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture;

import dev.kansoku.capture.KernelPredicate.Kept;
import dev.kansoku.capture.KernelPredicate.Subject;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.Lifetime;
import dev.kansoku.filter.plan.Plan;
import dev.kansoku.filter.plan.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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
        return row == null || !Character.isUpperCase(row[1].charAt(0))
                ? null
                : Subject.valueOf(row[1]);
    }

    /**
     * What a check asks of and nothing else, so that its answer lasts: of the thread, by fields
     * that stay until an event of it changes them, or of an fd, by its name. Null where it asks of
     * more.
     */
    static @Nullable Kept keptOf(Plan check, FieldCatalogue<?> catalogue) {
        Set<FieldDefinition> fields = new HashSet<>();
        check.fields(fields);
        if (fields.isEmpty()) {
            return null;
        }
        if (fields.stream().allMatch(field -> catalogue.lifetime(field) == Lifetime.PROCESS)) {
            return Kept.THREAD;
        }
        boolean plain = // what has no value is false then
                check instanceof Plan.Test(Value.Field _, var _, var _)
                        || check instanceof Plan.Exists(Value.Field _);
        return plain && fields.stream().allMatch(field -> isOfFd(field.name())) ? Kept.FD : null;
    }

    private static boolean isOfFd(String field) {
        String[] row = ROWS.get(field);
        return row != null && row[1].equals("kept");
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
        return row[2].isEmpty() ? "the kernel cannot compare it this way" : row[2];
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
