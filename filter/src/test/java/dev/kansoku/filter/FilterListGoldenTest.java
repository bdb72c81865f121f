// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.field.FieldDefinition.Argument;
import dev.kansoku.filter.field.FieldDefinition.NumberFormat;
import dev.kansoku.filter.field.FieldType;
import dev.kansoku.filter.syntax.FilterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every filter of the golden list is read, or refused where sysdig refuses it. */
class FilterListGoldenTest {
    private static final Pattern PLACE = Pattern.compile("filter error at index (\\d+),.*");

    /** Refused there, read here. */
    private static final Map<String, String> BETTER =
            Map.of(
                    "fd.name regex /etc/.*", "that version has no regex",
                    "evt.type contains at", "a part of a name need not be a name");

    @Test
    void readsOrRefusesEachFilterAsTheReferenceDoes() throws IOException {
        Path shared = Shared.folder();
        Assumptions.assumeTrue(shared != null, "no ../shared: the golden filters are not compared");
        TestFields fields = new TestFields();
        for (String row : Files.readAllLines(shared.resolve("reference/fields.tsv"))) {
            String[] cells = row.split("\t", -1);
            if (!cells[0].equals("field")) {
                add(fields, cells[0], cells[2], cells[3]);
            }
        }
        int read = 0;
        int refused = 0;
        for (String row : Files.readAllLines(shared.resolve("captures/files/filters-d.tsv"))) {
            String[] cells = row.split("\t", -1);
            boolean error = cells[1].startsWith("ERROR: ") && !BETTER.containsKey(cells[0]);
            Matcher place = PLACE.matcher(cells[1].replace("ERROR: ", ""));
            try {
                Filter.compile(cells[0], fields);
                assertThat(error).as(cells[0]).isFalse();
                read++;
            } catch (FilterException e) {
                assertThat(error).as(cells[0] + ": " + e.getMessage()).isTrue();
                refused++;
                if (place.matches()) {
                    assertThat(e.where().from())
                            .as(cells[0])
                            .isEqualTo(Integer.parseInt(place.group(1)));
                }
            }
        }
        assertThat(read).isEqualTo(175);
        assertThat(refused).isEqualTo(9);
    }

    private static void add(TestFields fields, String name, String type, String flags) {
        FieldType fieldType =
                switch (type) {
                    case "PT_BYTEBUF" -> FieldType.BYTES;
                    case "PT_BOOL" -> FieldType.BOOLEAN;
                    case "PT_INT16", "PT_INT32", "PT_INT64" -> FieldType.SIGNED;
                    case "PT_UINT32", "PT_UINT64", "PT_PORT" -> FieldType.UNSIGNED;
                    case "PT_RELTIME" -> FieldType.RELATIVE_TIME;
                    case "PT_ABSTIME" -> FieldType.ABSOLUTE_TIME;
                    case "PT_DOUBLE" -> FieldType.DOUBLE;
                    case "PT_IPADDR" -> FieldType.ADDRESS;
                    case "PT_IPNET" -> FieldType.NET;
                    case "PT_DYN" -> FieldType.DYNAMIC;
                    default -> FieldType.TEXT;
                };
        Argument argument =
                flags.contains("EPF_ARG_REQUIRED")
                        ? Argument.REQUIRED
                        : flags.contains("EPF_ARG_ALLOWED") ? Argument.OPTIONAL : Argument.NONE;
        fields.add(name, fieldType, false, argument, NumberFormat.DECIMAL);
    }
}
