// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.filter.Filter.Evaluation;
import dev.kansoku.filter.plan.TypedPlan;
import dev.kansoku.filter.syntax.Dialect;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.filter.syntax.SysdigParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SysdigValuesTest {
    private static final Map<String, Object> EVENT =
            Map.of(
                    "proc.name",
                    "myexe",
                    "fd.name",
                    "/tmp/file_to_run",
                    "proc.pname",
                    "/tmp",
                    "evt.num",
                    1L,
                    "fd.types",
                    List.of("ipv4", "file"),
                    "fd.ip",
                    List.of(new byte[] {10, 0, 0, 1}),
                    "proc.pid",
                    -7L,
                    "evt.buffer",
                    "a+b");

    record Row(String filter, String result) {}

    static Stream<Row> rows() throws IOException {
        try (InputStream in = SysdigValuesTest.class.getResourceAsStream("sysdig-values.tsv")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> line.indexOf('\t') >= 0)
                    .map(line -> line.split("\t", -1))
                    .map(row -> new Row(row[0], row[1]));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void holdsOrNotAsTheRowSays(Row row) {
        TestFields fields = new TestFields();
        try {
            TypedPlan plan =
                    Filter.plan(
                            SysdigParser.parse(row.filter()), Dialect.SYSDIG, row.filter(), fields);
            for (Evaluation way : Evaluation.values()) {
                assertThat(Filter.of(plan, fields, way).matches(EVENT))
                        .as("%s", way)
                        .isEqualTo(Boolean.parseBoolean(row.result()));
            }
            assertThat(row.result()).doesNotStartWith("!");
        } catch (FilterException e) {
            assertThat("!" + e.getMessage()).isEqualTo(row.result());
        }
    }
}
