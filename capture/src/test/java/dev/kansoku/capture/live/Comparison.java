// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.live;

import dev.kansoku.event.start.FdType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts, field by field, how two accounts of the same processes differ. */
final class Comparison {
    /** One field's counts. */
    static final class Row {
        int equal;

        /** Where /proc does not say it. */
        int more;

        private int missing;
        private int wrong;
        private final Map<String, Integer> reasons = new TreeMap<>();
    }

    final Map<String, Row> rows = new LinkedHashMap<>();
    final Set<FdType> types = EnumSet.noneOf(FdType.class);
    final List<String> wrong = new ArrayList<>();
    final List<String> unexplained = new ArrayList<>();

    Row row(String field) {
        return rows.computeIfAbsent(field, name -> new Row());
    }

    void compare(String field, String who, String own, String truth) {
        if (own.equals(truth)) {
            row(field).equal++;
        } else {
            row(field).wrong++;
            wrong.add(who + field + " is " + show(own) + " and in /proc " + show(truth));
        }
    }

    void near(String field, String who, long own, long truth, long most) {
        compare(field, who, "" + (Math.abs(own - truth) <= most ? truth : own), "" + truth);
    }

    void missing(String field, @Nullable String reason, String who) {
        row(field).missing++;
        if (reason == null) {
            unexplained.add(who + " is missing");
        } else {
            row(field).reasons.merge(reason, 1, Integer::sum);
        }
    }

    private static String show(String text) {
        String shown = text.replace('\0', ' ');
        return shown.length() > 200 ? shown.substring(0, 200) + "..." : shown;
    }

    /** As a table of Markdown. */
    String table() {
        StringBuilder table = new StringBuilder();
        table.append("| field | equal | told where /proc does not | missing | wrong |\n");
        table.append("|---|---|---|---|---|\n");
        rows.forEach(
                (field, row) -> {
                    table.append("| `").append(field).append("` | ").append(row.equal);
                    table.append(" | ").append(row.more).append(" | ").append(row.missing);
                    row.reasons.forEach(
                            (reason, count) ->
                                    table.append(" (")
                                            .append(count)
                                            .append(": ")
                                            .append(reason)
                                            .append(')'));
                    table.append(" | ").append(row.wrong).append(" |\n");
                });
        return table.toString();
    }
}
